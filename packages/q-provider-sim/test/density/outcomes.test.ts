import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  DENSITY_LIMITS,
  OUTCOME_LIMITS,
  outcomeProbabilities,
  sampleOutcomes,
} from '../../src/density/index.ts';
import { simulate } from '../../src/engine/index.ts';
import { NOISY_CALIBRATION } from '../../src/index.ts';
import { bell, calibration, chiSquareExcess, deviation, record } from '../support.ts';

const exact = (program: Circuit, options = {}) => unwrap(outcomeProbabilities(program, options));

describe('exact outcome probabilities', () => {
  it('are those of theory', () => {
    expect(exact(bell()).probabilities).toEqual([
      ['00', expect.closeTo(0.5, 14)],
      ['11', expect.closeTo(0.5, 14)],
    ]);
  });

  it('count readout errors of qubits that no gate touches', () => {
    const device = calibration(2, {}, { read1Given0: 0.1, read0Given1: 0.3 });
    const program = circuit(2).x(0).measureAll().build();
    expect(exact(program, { calibration: device }).probabilities).toEqual([
      ['00', expect.closeTo(0.27, 14)],
      ['01', expect.closeTo(0.63, 14)],
      ['10', expect.closeTo(0.03, 14)],
      ['11', expect.closeTo(0.07, 14)],
    ]);
  });

  it('leave the last of several measurements into one bit', () => {
    const program = circuit(2, 1).x(0).measure(0, 0).measure(1, 0).build();
    expect(exact(program).probabilities).toEqual([['0', 1]]);
    const back = circuit(2, 1).x(0).measure(1, 0).measure(0, 0).build();
    expect(exact(back).probabilities).toEqual([['1', 1]]);
  });

  it('agree with counts of noisy trajectories', () => {
    const program = circuit(3).h(0).cx(0, 1).measure(1).if(1, (then) => then.x(2)).h(0);
    const built = program.ry(0.7, 1).cx(1, 2).measureAll().build();
    const qubits = calibration(3, {}, { t1Ns: 3_000, t2Ns: 2_000, read0Given1: 0.1 }).qubits;
    const device = { ...NOISY_CALIBRATION, qubits };
    const shots = 20_000;
    const { probabilities } = exact(built, { calibration: device });
    const counts = unwrap(simulate(built, { shots, seed: 4, calibration: device }));
    expect(chiSquareExcess(record(counts), new Map(probabilities), shots)).toBeLessThan(6);
  });

  it('are refused with the figure above the limit on qubits, and given at it', () => {
    const touched = (qubits: number): Circuit => {
      const program = circuit(qubits);
      for (let q = 0; q < qubits; q++) program.gate('id', [q]);
      return program.measureAll().build();
    };
    const { qubitsMax } = DENSITY_LIMITS;
    expect(outcomeProbabilities(touched(qubitsMax + 1))).toMatchObject({
      fault: { code: 'CIRCUIT_TOO_LARGE', message: expect.stringContaining('1073741824 bytes') },
    });
    expect(exact(touched(qubitsMax)).probabilities).toEqual([['0'.repeat(12), 1]]);
  });

  it('are refused for more bits than their limit', () => {
    const idle = (qubits: number) => ({
      program: circuit(qubits).measureAll().build(),
      options: { calibration: calibration(qubits, {}, { read1Given0: 1e-9 }) },
    });
    const over = idle(OUTCOME_LIMITS.bitsMax + 1);
    expect(outcomeProbabilities(over.program, over.options)).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED' },
    });
    const perfect = exact(circuit(200).measureAll().build());
    expect(perfect.probabilities).toEqual([['0'.repeat(200), 1]]);
  });

  it('are refused for malformed circuits', () => {
    expect(outcomeProbabilities({ qubits: 1, bits: 0, ops: [null as never] })).toMatchObject({
      fault: { code: 'CIRCUIT_INVALID' },
    });
  });
});

describe('counts from exact probabilities', () => {
  const skewed = () => exact(circuit(2).ry(0.9, 0).cx(0, 1).rx(0.3, 1).measureAll().build());

  it('are as probable as they should be', () => {
    const { probabilities } = skewed();
    const counts = sampleOutcomes(skewed(), { shots: 50_000, seed: 7 });
    expect(counts.shots).toBe(50_000);
    for (const [outcome, probability] of probabilities) {
      expect(deviation(record(counts)[outcome]!, 50_000, probability)).toBeLessThan(5);
    }
  });

  it('are drawn shot by shot: fewer shots of a seed are the first of more', () => {
    const few = record(sampleOutcomes(skewed(), { shots: 100, seed: 7 }));
    const more = record(sampleOutcomes(skewed(), { shots: 101, seed: 7 }));
    const added = Object.keys(more).map((outcome) => more[outcome]! - (few[outcome] ?? 0));
    expect(added.toSorted((a, b) => a - b).at(-1)).toBe(1);
    expect(added.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(added.every((each) => each >= 0)).toBe(true);
    expect(record(sampleOutcomes(skewed(), { shots: 100, seed: 8 }))).not.toEqual(few);
  });

  it('refuse options out of range and distributions of nothing', () => {
    const sample = (shots: number, seed = 1) => () => sampleOutcomes(skewed(), { shots, seed });
    expect(sample(1)).not.toThrow();
    expect(sample(0)).toThrow('shots must be 1 to 10000000, got 0');
    expect(sample(10_000_001)).toThrow(RangeError);
    expect(sample(1, 0.5)).toThrow('seed must be a safe integer, got 0.5');
    const nothing = { bits: 1, probabilities: [] };
    expect(() => sampleOutcomes(nothing, { shots: 1, seed: 1 })).toThrow('positive number, got 0');
  });
});
