import { circuit, unwrap } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DENSITY_LIMITS,
  densityExpectation,
  densityFidelity,
  densityMatrix,
  FIDELITY_LIMITS,
  purity,
  type DensityMatrix,
} from '../../src/density/index.ts';
import { singularValues } from '../../src/density/singular.ts';
import { createState, evolve } from '../../src/engine/index.ts';
import { depolarizing, NOISELESS } from '../../src/noise/index.ts';
import { expectation, fidelity, parsePauliSum } from '../../src/observables/index.ts';
import { arbitraryState, arbitrarySum, matrixOfSum } from '../observables/support.ts';
import { arbitraryCircuit, arbitraryGate, calibration } from '../support.ts';
import { arbitraryNoise, entryOf, mixed } from './support.ts';

const circuits = fc.integer({ min: 2, max: 3 }).chain((qubits) => arbitraryCircuit(qubits, 3, 10));

const states = fc
  .tuple(circuits, arbitraryNoise)
  .map(([program, noise]) => ({ program, noise, rho: mixed(program, noise) }));

/** A diagonal state of given populations of one qubit each. */
const populations = (...shares: readonly number[]): DensityMatrix => {
  const flips = circuit(shares.length);
  for (const q of shares.keys()) flips.rx(0, q);
  const gates = shares.map((share, q) => ({
    gate: 'rx' as const,
    qubits: [q],
    channels: [{
      kind: 'pauli' as const,
      qubits: 1,
      terms: [{ pauli: 'X', probability: share }],
    }],
  }));
  return mixed(flips.build(), { ...NOISELESS, gates });
};

describe('a density matrix', () => {
  it('is Hermitian, positive and of trace 1', () => {
    fc.assert(
      fc.property(states, ({ rho }) => {
        const size = 2 ** rho.qubits;
        let trace = 0;
        for (let r = 0; r < size; r++) {
          trace += entryOf(rho, r, r)[0];
          for (let c = 0; c <= r; c++) {
            const [a, b] = entryOf(rho, r, c);
            const [x, y] = entryOf(rho, c, r);
            expect(Math.hypot(a - x, b + y)).toBeLessThan(1e-14);
          }
        }
        expect(trace).toBeCloseTo(1, 13);
        // the trace norm of a Hermitian matrix is its trace only if no eigenvalue is negative
        const { values } = singularValues({ size, entries: rho.entries });
        expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - trace)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps trace, purity and spectrum under gates', () => {
    const spectrum = ({ qubits, entries }: DensityMatrix): Float64Array =>
      singularValues({ size: 2 ** qubits, entries }).values.sort();
    fc.assert(
      fc.property(states, fc.array(arbitraryGate(2)), ({ program, noise }, extra) => {
        // noise where the circuit measures and resets alone
        const quiet = { ...noise, gates: [], idle: [] };
        const before = mixed(program, quiet);
        const after = mixed({ ...program, ops: [...program.ops, ...extra] }, quiet);
        expect(Math.abs(purity(after) - purity(before))).toBeLessThan(1e-12);
        expect(purity(after)).toBeLessThanOrEqual(1 + 1e-12);
        expect(purity(after)).toBeGreaterThanOrEqual(2 ** -after.qubits - 1e-12);
        const expected = spectrum(before);
        for (const [k, value] of spectrum(after).entries()) {
          expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of gates alone is the projector on their state', () => {
    const cases = fc.integer({ min: 1, max: 4 }).chain((n) => arbitraryState(n));
    fc.assert(
      fc.property(cases, ({ circuit: program, dense }) => {
        const rho = mixed(program);
        expect(purity(rho)).toBeCloseTo(1, 12);
        for (const [r, [a, b]] of dense.entries()) {
          for (const [c, [x, y]] of dense.entries()) {
            const [re, im] = entryOf(rho, r, c);
            expect(Math.hypot(re - (a * x + b * y), im - (b * x - a * y))).toBeLessThan(1e-12);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has expectation values tr(H ρ)', () => {
    const cases = states.chain((state) =>
      arbitrarySum(state.rho.qubits, 20).map((sum) => ({ ...state, sum })),
    );
    fc.assert(
      fc.property(cases, ({ rho, sum }) => {
        const expected = matrixOfSum(sum).reduce(
          (total, row, r) =>
            row.reduce((part, [re, im], c) => {
              const [x, y] = entryOf(rho, c, r);
              return part + re * x - im * y;
            }, total),
          0,
        );
        expect(Math.abs(unwrap(densityExpectation(rho, sum)) - expected)).toBeLessThan(1e-11);
      }),
      { numRuns: 40 },
    );
  });

  it('has the expectation values of the state vector, past one block of indices', () => {
    const program = circuit(9);
    for (let q = 0; q < 9; q++) program.u(0.3 + q, 1 - q, 0.2 * q, q).cx(q, (q + 1) % 9);
    const sum = unwrap(parsePauliSum('ZXYIIXYZZ + 0.5 XIIIIIIIY - 2 IIIIIIIZZ + YIIIIIIIX'));
    const state = unwrap(evolve(program.build()));
    const value = unwrap(densityExpectation(mixed(program.build()), sum));
    expect(value).toBeCloseTo(expectation(state, sum), 11);
  });

  it('of a calibrated device decays as its T1 and T2 say', () => {
    const device = calibration(1, { gate1Ns: 10 }, { t1Ns: 400, t2Ns: 500 });
    const program = circuit(1).ry(1.2, 0).delay(90, 0).gate('id', [0]).build();
    const rho = unwrap(densityMatrix(program, { calibration: device }));
    expect(entryOf(rho, 1, 1)[0]).toBeCloseTo(Math.sin(0.6) ** 2 * Math.exp(-100 / 400), 12);
    const coherence = Math.sin(0.6) * Math.cos(0.6);
    expect(entryOf(rho, 0, 1)[0]).toBeCloseTo(coherence * Math.exp(-100 / 500), 12);
  });
});

describe('the fidelity of a mixed state', () => {
  it('with a pure one is that of state vectors if it is pure itself', () => {
    const pairs = fc
      .integer({ min: 1, max: 3 })
      .chain((qubits) => fc.tuple(arbitraryState(qubits), arbitraryState(qubits)));
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const reference = unwrap(evolve(b.circuit));
        const expected = fidelity(unwrap(evolve(a.circuit)), reference);
        const rho = mixed(a.circuit);
        reference.multiply(0, 0, 0, 2);
        expect(unwrap(densityFidelity(rho, reference))).toBeCloseTo(expected, 12);
        expect(unwrap(densityFidelity(rho, mixed(b.circuit)))).toBeCloseTo(expected, 6);
      }),
      { numRuns: 40 },
    );
  });

  it('is 1 with itself and the same both ways', () => {
    fc.assert(
      fc.property(states, arbitraryNoise, ({ program, rho }, noise) => {
        const other = mixed(program, noise);
        expect(unwrap(densityFidelity(rho, rho))).toBeCloseTo(1, 6);
        const [there, back] = [densityFidelity(rho, other), densityFidelity(other, rho)];
        expect(unwrap(there)).toBeCloseTo(unwrap(back), 6);
      }),
      { numRuns: 40 },
    );
  });

  it('between states that commute is that of their populations', () => {
    const [p, q, r, s] = [0.2, 0.7, 0.45, 0.1];
    const roots = (x: number, y: number): number =>
      (Math.sqrt(x * y) + Math.sqrt((1 - x) * (1 - y))) ** 2;
    const value = unwrap(densityFidelity(populations(p, q), populations(r, s)));
    expect(value).toBeCloseTo(roots(p, r) * roots(q, s), 12);
  });

  it('refuses states of other sizes and what was not made here', () => {
    const rho = mixed(circuit(2).h(0).build());
    expect(densityFidelity(rho, createState(3))).toMatchObject({
      fault: { code: 'ARGUMENT_INVALID' },
    });
    const sum = unwrap(parsePauliSum('ZZZ'));
    expect(densityExpectation(rho, sum)).toMatchObject({ fault: { code: 'ARGUMENT_INVALID' } });
    const forged = { qubits: 2, entries: rho.entries };
    expect(() => densityFidelity(rho, forged)).toThrow(TypeError);
    expect(() => purity(forged)).toThrow(TypeError);
    expect(() => densityExpectation(forged, sum)).toThrow(TypeError);
  });

  it('keeps its limit between mixed states', () => {
    const of = (qubits: number): DensityMatrix => mixed(circuit(qubits).h(0).build());
    const over = of(FIDELITY_LIMITS.qubitsMax + 1);
    expect(densityFidelity(over, over)).toMatchObject({ fault: { code: 'RESOURCE_EXHAUSTED' } });
    const at = of(FIDELITY_LIMITS.qubitsMax);
    expect(unwrap(densityFidelity(at, at))).toBeCloseTo(1, 6);
    const pure = createState(FIDELITY_LIMITS.qubitsMax + 1);
    expect(unwrap(densityFidelity(over, pure))).toBeCloseTo(0.5, 12);
  });
});

describe('making a density matrix', () => {
  it('is refused with the figure above its limit on qubits', () => {
    const wide = circuit(DENSITY_LIMITS.qubitsMax + 1).build();
    expect(densityMatrix(wide)).toMatchObject({
      fault: { code: 'CIRCUIT_TOO_LARGE', message: expect.stringContaining('1073741824 bytes') },
    });
  });

  it('is refused with the figure for too many bits', () => {
    const program = circuit(10, 8).h(0);
    for (let bit = 0; bit < 7; bit++) program.measure(0, bit).if(bit, (then) => then.h(0));
    expect(densityMatrix(program.build())).toMatchObject({
      fault: { code: 'CIRCUIT_TOO_LARGE', message: expect.stringContaining('2147483648 bytes') },
    });
  });

  it('is refused for malformed circuits and options out of range', () => {
    expect(densityMatrix({ qubits: 0, bits: 0, ops: [] })).toMatchObject({
      fault: { code: 'CIRCUIT_INVALID' },
    });
    const program = circuit(1).build();
    const device = calibration(1, { gate1Error: 2 });
    expect(() => densityMatrix(program, { calibration: device })).toThrow('gate1Error');
    const [noise, perfect] = [NOISELESS, calibration(1)];
    expect(() => densityMatrix(program, { noise, calibration: perfect })).toThrow(RangeError);
    const channels = [{ ...depolarizing(0.1, 3), probability: 7 }];
    const wrong = { ...NOISELESS, gates: [{ width: 3, channels }] };
    expect(() => densityMatrix(program, { noise: wrong as never })).toThrow('probability');
  });
});
