import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/engine/index.ts';
import { bitFlip, depolarizing, noiseModel, pauli } from '../../src/noise/index.ts';
import { independentErrors } from '../../src/stabilizer/independent.ts';
import {
  detectorErrorModel,
  repetitionCode,
  sampleDetectors,
  simulateStabilizer,
  type AnnotatedCircuit,
  type StabilizerNoise,
} from '../../src/stabilizer/index.ts';
import { deviation, record, sampleExcess } from '../support.ts';
import { cliffordGate, marginals, oddProbability } from './support.ts';

/** Everything that a noise model says and that is a mixture of Paulis. */
const MODEL = noiseModel({
  durations: { gate1Ns: 20, gate2Ns: 50, measureNs: 100 },
  gates: [
    { width: 1, channels: [pauli([{ pauli: 'Y', probability: 0.02 }])] },
    { width: 2, channels: [depolarizing(0.03, 2), bitFlip(0.01)] },
    { width: 3, channels: [depolarizing(0.05, 3)] },
  ],
  beforeMeasure: [{ channels: [bitFlip(0.02)] }],
  afterReset: [{ qubits: [0], channels: [bitFlip(0.05)] }],
  idle: [{ t1Ns: Infinity, t2Ns: 2000 }],
  readout: [{ qubits: [1], read1Given0: 0.04, read0Given1: 0.04 }],
  crosstalk: [
    { qubits: [0, 1], spectators: [2], channels: [pauli([{ pauli: 'X', probability: 0.03 }])] },
  ],
});

const op = fc.oneof(
  { arbitrary: cliffordGate(3), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant('reset' as const), qubit: fc.nat(2) }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('measure' as const),
      qubit: fc.nat(2),
      bit: fc.nat(2),
    }),
    weight: 2,
  },
);
const program = fc
  .array(op, { minLength: 5, maxLength: 20 })
  .map((ops): Circuit => ({ qubits: 3, bits: 3, ops }));

describe('a noise model of Paulis', () => {
  it('gives the same outcomes with stabilizers as with state vectors', () => {
    fc.assert(
      fc.property(program, (random) => {
        const options = { shots: 4000, seed: 5, noise: MODEL };
        const { counts } = unwrap(simulateStabilizer(random, options));
        const exact = unwrap(simulate(random, options));
        expect(sampleExcess(record(counts), record(exact))).toBeLessThan(6);
      }),
      { numRuns: 12, seed: 20262 },
    );
  });

  it('follows conditions, and measures qubits that nothing touches as 0', () => {
    const random = circuit(3)
      .h(0)
      .measure(0)
      .if(0, (then) => then.cx(0, 1).gate('rzz', [0, 1], [Math.PI], [2]))
      .measure(1)
      .measure(2)
      .build();
    const options = { shots: 4000, seed: 5, noise: MODEL };
    const { counts } = unwrap(simulateStabilizer(random, options));
    expect(sampleExcess(record(counts), record(unwrap(simulate(random, options))))).toBeLessThan(6);
    const idle = circuit(1).measureAll().build();
    const { counts: zeros } = unwrap(
      simulateStabilizer(idle, { ...options, noise: noiseModel({}) }),
    );
    expect(record(zeros)).toEqual({ '0': 4000 });
  });

  it('has the detector statistics of its error model', () => {
    const code = repetitionCode({ distance: 3, rounds: 2 });
    const shots = 40_000;
    const table = unwrap(sampleDetectors(code, { shots, seed: 2, noise: MODEL }));
    const model = unwrap(detectorErrorModel(code, MODEL));
    for (const [column, share] of marginals(table).entries()) {
      expect(deviation(share * shots, shots, oddProbability(model, [column]))).toBeLessThan(5);
    }
  });

  it('is refused where it is no mixture of Paulis', () => {
    const fault = (noise: StabilizerNoise): string => {
      const run = simulateStabilizer(circuit(2).h(0).cx(0, 1).h(0).measureAll().build(), {
        shots: 1,
        seed: 1,
        noise,
      });
      return run.ok ? 'ok' : `${run.fault.code}: ${run.fault.message}`;
    };
    const durations = { gate1Ns: 10, gate2Ns: 10 };
    expect(fault(noiseModel({ durations, idle: [{ t1Ns: 100, t2Ns: 150 }] }))).toBe(
      'GATE_UNSUPPORTED: damping noise is no mixture of Paulis',
    );
    expect(fault(noiseModel({ durations, idle: [{ t1Ns: 100, t2Ns: 50 }] }))).toContain('reset');
    expect(fault(noiseModel({ readout: [{ read1Given0: 0.1, read0Given1: 0.2 }] }))).toContain(
      'readout error that depends on the state',
    );
    const wide = noiseModel({ gates: [{ width: 5, channels: [depolarizing(0.1, 5)] }] });
    const five = circuit(5).gate('id', [0], [], [1, 2, 3, 4]).build();
    expect(simulateStabilizer(five, { shots: 1, seed: 1, noise: wide })).toMatchObject({
      fault: { code: 'GATE_UNSUPPORTED' },
    });
  });
});

/** The channel that independent errors add up to, by convolution. */
const compose = (errors: Float64Array): Float64Array => {
  let out = new Float64Array(errors.length);
  out[0] = 1;
  for (const [index, q] of errors.entries()) {
    if (index === 0) continue;
    out = out.map((p, k) => p * (1 - q) + out[k ^ index]! * q);
  }
  return out;
};

describe('independent errors', () => {
  it('add up to the channel', () => {
    const share = fc.double({ min: 0, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(4, 16, 64), fc.array(share, { minLength: 64 }), (count, q) => {
        const channel = compose(Float64Array.from({ length: count }, (_, k) => q[k]! / count));
        const errors = independentErrors(channel)!;
        for (const [k, p] of compose(errors).entries()) {
          expect(Math.abs(p - channel[k]!)).toBeLessThan(1e-13);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of depolarizing are those in closed form', () => {
    for (const [count, p] of [[4, 0.01], [4, 0.75], [16, 0.3], [16, 15 / 16], [64, 0.2]] as const) {
      const channel = new Float64Array(count).fill(p / (count - 1));
      channel[0] = 1 - p;
      const errors = independentErrors(channel)!;
      const exact = (1 - Math.max(0, 1 - (p * count) / (count - 1)) ** (2 / count)) / 2;
      for (const q of errors.subarray(1)) expect(q).toBeCloseTo(exact, 7);
    }
    expect(independentErrors(new Float64Array(4).fill(0.3, 1))).toBeNull();
  });

  it('are not there for some channels, which may be taken as independent if so asked', () => {
    // X and Z but never both is no product of X and Z
    const terms = [
      { pauli: 'X', probability: 1e-3 },
      { pauli: 'Z', probability: 2e-3 },
    ];
    const biased = noiseModel({ gates: [{ gate: 'id', channels: [pauli(terms)] }] });
    const code: AnnotatedCircuit = {
      circuit: circuit(1).gate('id', [0]).x(0).measureAll().build(),
      detectors: [[0]],
      observables: [],
    };
    expect(detectorErrorModel(code, biased)).toMatchObject({ fault: { code: 'GATE_UNSUPPORTED' } });
    const model = unwrap(detectorErrorModel(code, biased, { approximate: true }));
    expect(Array.from(model.probabilities)).toEqual([1e-3]);
  });
});
