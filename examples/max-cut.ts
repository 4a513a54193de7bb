/**
 * The maximum cut of Zachary's karate club, by three domains together.
 *
 *   Φ  proposes cuts: reads of short coherence windows, so that they differ from each other
 *   K  freezes what the proposals agree on, which leaves 12 of the 34 spins
 *   Q  samples what is left with QAOA, while K tunes the two angles to lower the sampled energy
 *   K  meanwhile, in a child process, proves what the best cut is and how many partitions reach it
 */
import type { Present } from '@xdv/cli';
import {
  cutValue,
  isingEnergy,
  maxCut,
  process,
  us,
  type Behaviour,
  type CountsResult,
  type IsingProblem,
  type SysK,
  type SysQ,
} from 'xdv-kernel';
import { cutKey, freeze, type Reduction } from './consensus.ts';
import { exactCut } from './exact-cut.ts';
import { FRIENDSHIPS, karateClub } from './karate-club.ts';
import { compassSearch, qaoaCircuit, spinsOf, type Angles } from './qaoa.ts';

export const args = {
  /** Φ: how often the machine is read, and how long each read may settle. */
  reads: 40,
  windowUs: 20,
  /** Q: spins left to it at most, the depth of QAOA, and the shots of one evaluation. */
  qubitsMax: 12,
  layers: 2,
  shots: 512,
};

type Options = typeof args;
/** How often each cut was seen, smallest cut first. */
type Tally = readonly (readonly [cut: number, times: number])[];

/** What a run of this example gives. */
export interface MaxCut {
  readonly cut: number;
  readonly edges: number;
  /** The largest cut there is, by exhaustive proof. */
  readonly optimum: number;
  readonly certified: boolean;
  /** Members of the club, from 1. */
  readonly sides: readonly (readonly number[])[];
  /** Partitions that reach the optimum: found by Φ, by Φ and Q together, and all there are. */
  readonly partitions: { readonly phi: number; readonly found: number; readonly all: number };
  readonly phi: { readonly reads: number; readonly cuts: Tally };
  readonly qaoa: {
    readonly qubits: number;
    readonly layers: number;
    readonly evaluations: number;
    /** What the circuit samples at the angles found. */
    readonly cuts: Tally;
  };
  /** Ticks at which the proposals, the samples and the proof were there. */
  readonly ready: { readonly phi: number; readonly q: number; readonly k: number };
}

/** Every partition seen so far with its cut. A partition and its mirror image are one. */
type Seen = Map<string, { readonly cut: number; readonly spins: Int8Array }>;

const see = (seen: Seen, spins: Int8Array): number => {
  const cut = cutValue(karateClub, spins);
  seen.set(cutKey(spins), { cut, spins });
  return cut;
};

const tally = (cuts: Tally): Tally => {
  const times = new Map<number, number>();
  for (const [cut, count] of cuts) times.set(cut, (times.get(cut) ?? 0) + count);
  return [...times].sort(([a], [b]) => a - b);
};

const countOf = (seen: Seen, optimum: number): number =>
  [...seen.values()].filter(({ cut }) => cut === optimum).length;

/** The members on the side of member 1, and the others. */
const sidesOf = (spins: Int8Array): number[][] =>
  [1, -1].map((side) =>
    [...spins.keys()].filter((v) => spins[v]! * spins[0]! === side).map((v) => v + 1),
  );

const meanEnergy = (problem: IsingProblem, { counts, shots }: CountsResult): number => {
  const energies = counts.map(([outcome, times]) => times * isingEnergy(problem, spinsOf(outcome)));
  return energies.reduce((sum, energy) => sum + energy, 0) / shots;
};

/** Samples a reduced problem with QAOA. Every outcome is lifted to the whole club and seen. */
function* sampleRest(
  sys: SysK & SysQ,
  { problem, lift }: Reduction,
  { layers, shots }: Options,
  seen: Seen,
): Behaviour<MaxCut['qaoa']> {
  let evaluations = 0;
  const look = ({ counts }: CountsResult): Tally =>
    tally(counts.map(([outcome, times]) => [see(seen, lift(spinsOf(outcome))), times]));
  const budget = us(100);

  function* energyAt(angles: Angles): Behaviour<number> {
    evaluations++;
    const sampled = yield* sys.q.run(qaoaCircuit(problem, angles, layers), { shots, budget });
    return yield* sys.compute(us(20), () => {
      look(sampled);
      return meanEnergy(problem, sampled);
    });
  }

  const angles = yield* compassSearch(energyAt, [0.5, 0.5], { step: 0.2, stepMin: 0.05 });
  const final = { shots: 4 * shots, budget };
  const cuts = look(yield* sys.q.run(qaoaCircuit(problem, angles, layers), final));
  return { qubits: problem.spins, layers, evaluations, cuts };
}

export default process({ domains: ['K', 'Q', 'Phi'] }, function* clubCut(
  sys,
  given: Partial<Options>,
) {
  const options = { ...args, ...given };
  const { reads, windowUs, qubitsMax } = options;
  const seen: Seen = new Map();

  // the child proves the bound on the K lane while this process waits for Φ and Q
  const club = { vertices: karateClub.vertices, edges: FRIENDSHIPS };
  const proof = yield* sys.spawn(exactCut, club);

  const problem = maxCut(karateClub);
  const { samples } = yield* sys.phi.solve(problem, { window: us(windowUs), reads });
  const phiCuts = tally(samples.map(({ spins }) => [see(seen, spins), 1]));
  const proposed: Seen = new Map(seen);
  const { tick: phiReady } = yield* sys.now();

  const rest = yield* sys.compute(us(50), () => freeze(problem, samples, qubitsMax));
  const qaoa = yield* sampleRest(sys, rest, options, seen);
  const { tick: qReady } = yield* sys.now();

  const exact = yield* sys.join(proof);
  const best = [...seen.values()].reduce((most, each) => (each.cut > most.cut ? each : most));
  return {
    cut: best.cut,
    edges: FRIENDSHIPS.length,
    optimum: exact.cut,
    certified: best.cut === exact.cut,
    sides: sidesOf(best.spins),
    partitions: {
      phi: countOf(proposed, exact.cut),
      found: countOf(seen, exact.cut),
      all: exact.partitions,
    },
    phi: { reads, cuts: phiCuts },
    qaoa,
    ready: { phi: phiReady, k: exact.provedAtTick, q: qReady },
  } satisfies MaxCut;
});

export const present: Present<MaxCut> = (result, { heading, table, histogram }) => {
  const { cut, edges, optimum, certified, sides, partitions, phi, qaoa, ready } = result;
  const verdict = certified ? 'optimal' : 'not optimal';
  const shots = qaoa.cuts.reduce((sum, [, times]) => sum + times, 0);
  const work = {
    phi: `proposes: ${phi.reads} reads`,
    q: `samples ${qaoa.qubits} of ${sides.flat().length} spins: QAOA, ${qaoa.layers} layers`,
    k: 'proves, in a child process: exhaustive',
  };
  return [
    heading(`cut ${cut} of ${edges} edges, ${verdict} (exact bound ${optimum})`),
    ...sides.map((members, k) => `  side ${k + 1}:  ${members.join(' ')}`),
    '',
    table(
      ['', 'what it does', 'ready at µs', `partitions with cut ${optimum}`],
      [
        ['Φ', work.phi, ready.phi, partitions.phi],
        ['Q', work.q, ready.q, partitions.found],
        ['K', work.k, ready.k, partitions.all],
      ],
    ),
    '',
    heading(`cuts among ${shots} samples of the tuned circuit (${qaoa.evaluations} evaluations)`),
    histogram(qaoa.cuts.map(([value, times]) => [`cut ${value}`, times])),
  ].join('\n');
};
