import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitAt,
  simulateStabilizer,
  type PauliNoise,
  type StabilizerOptions,
} from '../../src/stabilizer/index.ts';
import { distribution } from '../dense.ts';
import { chiSquareExcess, deviation, record, sampleExcess, type Counts } from '../support.ts';
import { cliffordGate, ghz, uniformNoise } from './support.ts';

const countsOf = (program: Circuit, options: Partial<StabilizerOptions> = {}): Counts =>
  record(unwrap(simulateStabilizer(program, { shots: 4000, seed: 1, ...options })).counts);

/** The same circuit behind a condition that holds, so that every shot runs on its own tableau. */
const behindCondition = (program: Circuit): Circuit => {
  const then = program.ops;
  const guard = { kind: 'if' as const, bits: [program.bits], values: [0], then, otherwise: [] };
  return { qubits: program.qubits, bits: program.bits + 1, ops: [guard] };
};

const trimmed = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([outcome, n]) => [outcome.slice(1), n]));

const op = fc.oneof(
  { arbitrary: cliffordGate(4), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant('reset' as const), qubit: fc.nat(3) }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('measure' as const),
      qubit: fc.nat(3),
      bit: fc.nat(3),
    }),
    weight: 3,
  },
);
const program = fc
  .array(op, { minLength: 5, maxLength: 30 })
  .map((ops): Circuit => ({ qubits: 4, bits: 4, ops }));

describe('shots without noise', () => {
  it('follow the exact distribution by frames and by tableaus, with resets in between', () => {
    fc.assert(
      fc.property(program, (random) => {
        const exact = distribution(random);
        const frames = countsOf(random);
        const tableaus = trimmed(countsOf(behindCondition(random), { shots: 1000 }));
        for (const outcome of Object.keys(frames)) expect(exact.has(outcome)).toBe(true);
        for (const outcome of Object.keys(tableaus)) expect(exact.has(outcome)).toBe(true);
        expect(chiSquareExcess(frames, exact, 4000)).toBeLessThan(6);
        expect(chiSquareExcess(tableaus, exact, 1000)).toBeLessThan(6);
      }),
      { numRuns: 25, seed: 20260 },
    );
  });

  it('teleport: classical control acts on outcomes of the same shot', () => {
    const teleport = circuit(3)
      .h(0)
      .s(0) // the state to send: measured in Y it is 0 for sure
      .h(1)
      .cx(1, 2)
      .cx(0, 1)
      .h(0)
      .measure(0)
      .measure(1)
      .if(1, (then) => then.x(2))
      .if(0, (then) => then.z(2))
      .gate('sdg', [2])
      .h(2)
      .measure(2)
      .build();
    const counts = countsOf(teleport);
    expect(Object.keys(counts).sort()).toEqual(['000', '001', '010', '011']);
    for (const n of Object.values(counts)) expect(deviation(n, 4000, 0.25)).toBeLessThan(5);
  });

  it('of a GHZ state of 1000 qubits are all 0 or all 1', () => {
    const counts = countsOf(ghz(1000), { shots: 2000 });
    expect(Object.keys(counts).sort()).toEqual(['0'.repeat(1000), '1'.repeat(1000)]);
    expect(deviation(counts['1'.repeat(1000)]!, 2000, 0.5)).toBeLessThan(5);
  });
});

describe('noise', () => {
  it('strikes after gates, before measurements, after resets and at delays as declared', () => {
    const cases: readonly (readonly [Circuit, PauliNoise, number])[] = [
      // X and Y of the three depolarizing errors flip
      [circuit(1).gate('id', [0]).measureAll().build(), { gate1: 0.3 }, 0.2],
      [circuit(1).delay(0, 0).measureAll().build(), { idle: 0.3 }, 0.2],
      [circuit(1).measureAll().build(), { measure: 0.1 }, 0.1],
      [circuit(1).reset(0).measureAll().build(), { reset: 0.1 }, 0.1],
      // 8 of the 15 pairs flip the second qubit, which alone is read
      [circuit(2, 1).cx(0, 1).measure(1, 0).build(), { gate2: 0.3 }, 0.16],
      [circuit(1).measureAll().build(), { gate1: 0.5, gate2: 0.5, reset: 0.5, idle: 0.5 }, 0],
    ];
    for (const [noisy, noise, expected] of cases) {
      for (const [shots, run] of [[40_000, noisy], [4000, behindCondition(noisy)]] as const) {
        const ones = Object.entries(countsOf(run, { shots, noise }))
          .filter(([outcome]) => outcome.endsWith('1'))
          .reduce((sum, [, n]) => sum + n, 0);
        if (expected === 0) expect(ones).toBe(0);
        else expect(deviation(ones, shots, expected)).toBeLessThan(5);
      }
    }
  });

  it('gives one distribution by frames and by tableaus', () => {
    fc.assert(
      fc.property(program, (random) => {
        const options = { shots: 3000, noise: uniformNoise(0.05) };
        const frames = countsOf(random, options);
        const tableaus = trimmed(countsOf(behindCondition(random), options));
        expect(sampleExcess(frames, tableaus)).toBeLessThan(6);
      }),
      { numRuns: 15, seed: 20261 },
    );
  });

  it('may be certain: every measurement flips', () => {
    expect(countsOf(circuit(2).measureAll().build(), { noise: { measure: 1 } })).toEqual({
      '11': 4000,
    });
  });
});

describe('seeds', () => {
  const noisy = { noise: uniformNoise(0.1), memory: true, seed: 5 };

  it.each([
    ['frames', ghz(5)],
    ['tableaus', behindCondition(ghz(5))],
  ])('make shots of their own: more %s begin with the same ones', (_, random) => {
    const few = unwrap(simulateStabilizer(random, { ...noisy, shots: 100 })).memory!;
    const many = unwrap(simulateStabilizer(random, { ...noisy, shots: 1500 })).memory!;
    expect(many.words.slice(0, few.words.length)).toEqual(few.words);
    const other = unwrap(simulateStabilizer(random, { ...noisy, shots: 100, seed: 6 })).memory!;
    expect(other.words).not.toEqual(few.words);
  });

  it('keep in memory what the counts count', () => {
    const { counts, memory } = unwrap(
      simulateStabilizer(ghz(3), { ...noisy, shots: 1100 }),
    );
    const tally: Record<string, number> = {};
    for (let row = 0; row < 1100; row++) {
      const outcome = [2, 1, 0].map((column) => bitAt(memory!, row, column)).join('');
      tally[outcome] = (tally[outcome] ?? 0) + 1;
    }
    expect(tally).toEqual(record(counts));
    expect(unwrap(simulateStabilizer(ghz(3), { shots: 1, seed: 1 })).memory).toBeNull();
  });
});

describe('what does not fit', () => {
  const run = (random: Circuit, options: Partial<StabilizerOptions> = {}) =>
    simulateStabilizer(random, { shots: 10, seed: 1, ...options });

  it('is a fault that names the gate', () => {
    expect(run(circuit(2).h(0).t(1).build())).toMatchObject({
      ok: false,
      fault: { code: 'GATE_UNSUPPORTED', message: 'ops[1] is t, which is no Clifford gate' },
    });
    const wide = circuit(3).gate('rzz', [0, 1], [Math.PI], [2]).build();
    expect(run(wide).ok).toBe(true);
    expect(run(wide, { noise: { gate2: 0.1 } })).toMatchObject({
      fault: { code: 'GATE_UNSUPPORTED' },
    });
    expect(run({ qubits: 0 } as unknown as Circuit)).toMatchObject({
      fault: { code: 'CIRCUIT_INVALID' },
    });
    const large: Circuit = { qubits: 1, bits: 65_536, ops: [] };
    expect(run(large, { shots: 10_000_000, memory: true })).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED' },
    });
  });

  it('is a RangeError that names the option', () => {
    const bell = ghz(2);
    expect(() => run(bell, { shots: 0 })).toThrow(/shots must be 1 to 10000000, got 0/);
    expect(() => run(bell, { shots: 10_000_001 })).toThrow(/shots/);
    expect(() => run(bell, { seed: 0.5 })).toThrow(/seed must be a safe integer, got 0.5/);
    expect(() => run(bell, { noise: { gate1: 0.76 } })).toThrow(/noise.gate1 must be 0 to 0.75/);
    expect(() => run(bell, { noise: { gate2: 0.94 } })).toThrow(/noise.gate2/);
    expect(() => run(bell, { noise: { measure: Number.NaN } })).toThrow(/noise.measure/);
    expect(() => run(bell, { noise: null as never })).toThrow(/noise must be an object, got null/);
    expect(run(bell, { noise: { gate1: 0.75, gate2: 15 / 16, measure: 1 } }).ok).toBe(true);
  });
});
