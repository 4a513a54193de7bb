/**
 * The ground-state energy of the hydrogen molecule by a variational quantum eigensolver (VQE).
 *
 *   Q  prepares a trial state with one angle θ and is measured in two bases
 *   K  combines the counts to an energy, and finds the best θ from three such energies
 *   K  diagonalizes the same Hamiltonian with mathjs, to see how far off Q is
 *
 * H2 at 0.735 Å in the STO-3G basis, on two qubits (parity mapping, two qubits reduced). The
 * coefficients, in hartree, are those of Qiskit's VQE tutorials; the method on hardware is
 * A. Kandala et al., "Hardware-efficient variational quantum eigensolver for small molecules and
 * quantum magnets", Nature 549 (2017) 242.
 */
import type { Present } from '@xdv/cli';
import { add, eigs, kron, multiply } from 'mathjs';
import {
  circuit,
  process,
  us,
  type Behaviour,
  type Circuit,
  type CountsResult,
  type SysK,
  type SysQ,
} from 'xdv-kernel';

export const args = {
  /** Shots per basis while θ is sought, and for the final energy: error ∝ 1 / √shots. */
  searchShots: 20_000,
  finalShots: 500_000,
};

type Args = Partial<typeof args>;

/** Pauli strings, qubit 1 first, with their weights in hartree. */
const HAMILTONIAN = {
  II: -1.052373245772859,
  IZ: 0.39793742484318045,
  ZI: -0.39793742484318045,
  ZZ: -0.01128010425623538,
  XX: 0.18093119978423156,
};
/** Repulsion of the two nuclei at 0.735 Å, in hartree: the same for every state. */
const NUCLEAR_REPULSION = 0.719968994;
/** 1 kcal/mol. */
const CHEMICAL_ACCURACY = 0.0016;

/** What a run of this example gives. Energies are in hartree, rounded to a microhartree. */
export interface H2Energy {
  /** Energy of the electrons as sampled, and with the repulsion of the nuclei. */
  readonly energy: number;
  readonly total: number;
  /** The lowest eigenvalue of the Hamiltonian. */
  readonly exact: number;
  readonly errorMilliHartree: number;
  readonly withinChemicalAccuracy: boolean;
  /** Every energy that was sampled, in order. */
  readonly history: readonly { readonly angle: number; readonly energy: number }[];
}

/** cos(θ/2)|01⟩ + sin(θ/2)|10⟩: the Hartree-Fock state |01⟩ and the one it is coupled to. */
const ansatz = (angle: number): Circuit => circuit(2).ry(angle, 1).cx(1, 0).x(0).build();

/** The mean of (-1)^(parity of the listed bits); bit 0 is the rightmost. */
const parity = ({ counts, shots }: CountsResult, bits: readonly number[]): number =>
  counts.reduce((sum, [outcome, times]) => {
    const ones = bits.filter((bit) => outcome.at(-1 - bit) === '1').length;
    return sum + (ones % 2 === 0 ? times : -times);
  }, 0) / shots;

/** The energy of the trial state: the terms in Z from one basis, the term in X from another. */
function* sampleEnergy(sys: SysK & SysQ, angle: number, shots: number): Behaviour<number> {
  const options = { shots, budget: us(20) };
  const state = ansatz(angle);
  const inZ = yield* sys.q.run(circuit(2).append(state).measureAll().build(), options);
  const inX = yield* sys.q.run(circuit(2).append(state).h(0).h(1).measureAll().build(), options);
  return (
    HAMILTONIAN.II +
    HAMILTONIAN.IZ * parity(inZ, [0]) +
    HAMILTONIAN.ZI * parity(inZ, [1]) +
    HAMILTONIAN.ZZ * parity(inZ, [0, 1]) +
    HAMILTONIAN.XX * parity(inX, [0, 1])
  );
}

/**
 * The energy is a sinusoid in θ, so three values give its minimum in closed form
 * (Rotosolve: M. Ostaszewski, E. Grant, M. Benedetti, Quantum 5 (2021) 391).
 */
const lowestAngle = (at: number, here: number, after: number, before: number): number =>
  at - Math.PI / 2 - Math.atan2(2 * here - after - before, after - before);

const PAULI: Readonly<Record<string, number[][]>> = {
  I: [[1, 0], [0, 1]],
  X: [[0, 1], [1, 0]],
  Z: [[1, 0], [0, -1]],
};

/** The lowest eigenvalue of the Hamiltonian as a 4 × 4 matrix. */
const lowestEigenvalue = (): number => {
  const matrix = Object.entries(HAMILTONIAN)
    .map(([[one, zero], weight]) => multiply(weight, kron(PAULI[one!]!, PAULI[zero!]!)))
    .reduce((sum, term) => add(sum, term));
  return Math.min(...(eigs(matrix).values as number[]));
};

/** To a microhartree, far below the sampling error: the last bits of a cosine are not portable. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

export default process({ domains: ['K', 'Q'] }, function* hydrogen(sys, given: Args) {
  const { searchShots, finalShots } = { ...args, ...given };
  const history: { readonly angle: number; readonly energy: number }[] = [];
  function* measure(angle: number, shots: number): Behaviour<number> {
    const energy = yield* sampleEnergy(sys, angle, shots);
    history.push({ angle: rounded(angle), energy: rounded(energy) });
    return energy;
  }

  const start = 0;
  const here = yield* measure(start, searchShots);
  const after = yield* measure(start + Math.PI / 2, searchShots);
  const before = yield* measure(start - Math.PI / 2, searchShots);
  const angle = lowestAngle(start, here, after, before);
  const energy = yield* measure(angle, finalShots);

  const exact = yield* sys.compute(us(200), lowestEigenvalue);
  return {
    energy: rounded(energy),
    total: rounded(energy + NUCLEAR_REPULSION),
    exact: rounded(exact),
    errorMilliHartree: Math.round(1e6 * (energy - exact)) / 1000,
    withinChemicalAccuracy: Math.abs(energy - exact) <= CHEMICAL_ACCURACY,
    history,
  } satisfies H2Energy;
});

export const present: Present<H2Energy> = (result, { heading, table }) => {
  const { energy, total, exact, errorMilliHartree, withinChemicalAccuracy, history } = result;
  const verdict = withinChemicalAccuracy ? 'within' : 'outside';
  return [
    heading(`H2 at 0.735 Å: ${total.toFixed(6)} Ha, ${verdict} chemical accuracy (1.6 mHa)`),
    table(
      ['energy of the electrons', 'Ha'],
      [
        ['sampled on Q', energy.toFixed(6)],
        ['exact, by mathjs in K', exact.toFixed(6)],
        ['difference in mHa', errorMilliHartree.toFixed(3)],
      ],
    ),
    '',
    heading('how it was found'),
    table(
      ['θ', 'Ha'],
      history.map((sampled) => [sampled.angle.toFixed(4), sampled.energy.toFixed(6)]),
    ),
  ].join('\n');
};
