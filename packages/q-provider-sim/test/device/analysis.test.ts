import { createRandom, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { randomSequence } from '../../src/device/benchmarking.ts';
import { pauliError } from '../../src/device/calibrate.ts';
import { cliffordClasses, type Generator } from '../../src/device/clifford.ts';
import { dialectOf } from '../../src/device/dialect.ts';
import { idleFidelity } from '../../src/device/errors.ts';
import { FALCON27 } from '../../src/device/index.ts';
import { standardErrors, wilson } from '../../src/device/interval.ts';
import { fitShares, type SharePoint } from '../../src/device/least-squares.ts';
import { simulate } from '../../src/engine/index.ts';

describe('Clifford classes', () => {
  const count = (word: readonly Generator[], wanted: string): number =>
    word.filter((generator) => generator.startsWith(wanted)).length;

  it('are the symplectic group: 6 on one qubit, 720 on two', () => {
    expect(cliffordClasses(1).words).toHaveLength(6);
    expect(cliffordClasses(2).words).toHaveLength(720);
  });

  it('take the fewest cx: 36, 324, 324 and 36 classes with 0 to 3', () => {
    const numbers = cliffordClasses(2).words.map((word) => count(word, 'cx'));
    // Córcoles et al., PRA 87, 030301 (2013): 576, 5184, 5184, 576, each with 16 Paulis
    expect([0, 1, 2, 3].map((cx) => numbers.filter((n) => n === cx).length)).toEqual([
      36, 324, 324, 36,
    ]);
  });

  it('no word undoes another class', () => {
    const { words, undo } = cliffordClasses(1);
    const undoing = words.map((word) => undo([word]).join(' '));
    expect(new Set(undoing).size).toBe(6);
  });
});

describe('a benchmarking sequence', () => {
  const dialect = unwrap(dialectOf(FALCON27, [4, 7], [[4, 7]]));

  it.each([
    ['one qubit', [4], undefined],
    ['two qubits', [4, 7], undefined],
    ['two qubits with cx between', [4, 7], 'cx'],
  ] as const)('on %s ends in its target, whatever is drawn', (_, qubits, between) => {
    const random = createRandom(5);
    for (let k = 0; k < 40; k++) {
      const target = k % 2 ** qubits.length;
      const interleaved = between && { interleaved: between };
      const options = { length: 1 + (k % 7), target, shots: 8, ...interleaved };
      const { experiment } = randomSequence(dialect, qubits, random, options);
      expect(experiment.outcome).toBe(target.toString(2).padStart(qubits.length, '0'));
      const { counts } = unwrap(simulate(experiment.circuit, { shots: 8, seed: k }));
      expect(counts).toEqual([[experiment.outcome, 8]]);
    }
  });

  it('counts its pulses: those that take time', () => {
    const { experiment, pulses } = randomSequence(dialect, [4], createRandom(1), {
      length: 50,
      target: 0,
      shots: 1,
    });
    const timed = experiment.circuit.ops.filter((op) => op.kind === 'gate' && op.gate !== 'rz');
    expect(pulses).toBe(timed.length);
  });

  it('needs rz, sx, x and cx where it is performed', () => {
    expect(dialectOf(FALCON27, [0, 26], [])).toMatchObject({ ok: true });
    const far = dialectOf(FALCON27, [0, 26], [[0, 26]]);
    expect(far).toMatchObject({ ok: false, fault: { code: 'GATE_UNSUPPORTED' } });
    const few = dialectOf({ ...FALCON27, gates: ['rz', 'x'] }, [0], []);
    expect(few).toMatchObject({ ok: false, fault: { code: 'GATE_UNSUPPORTED' } });
  });
});

describe('intervals', () => {
  it.each([
    [0.5, 0.6744897501960817],
    [0.6826894921370859, 1],
    [0.95, 1.959963984540054],
    [0.99, 2.5758293035489004],
    [0.9999, 3.890591886413115],
  ])('%d of a normal distribution lies within %d standard errors', (confidence, z) => {
    expect(standardErrors(confidence)).toBeCloseTo(z, 9);
  });

  it.each([
    // Newcombe, Statistics in Medicine 17, 857 (1998), table I, method 3
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("Wilson's for %d of %d is %d to %d", (hits, shots, low, high) => {
    const metric = wilson(hits, shots, 0.95);
    expect(metric.low).toBeCloseTo(low, 4);
    expect(metric.high).toBeCloseTo(high, 4);
    expect(metric).toMatchObject({ value: hits / shots, confidence: 0.95, shots });
  });
});

describe('least squares', () => {
  const decay = (shots: number, seed: number): readonly SharePoint[] => {
    const random = createRandom(seed);
    return [0, 0.5, 1, 1.5, 2, 3].map((x) => {
      const p = 0.1 + 0.8 * Math.exp(-1.3 * x);
      let hits = 0;
      for (let k = 0; k < shots; k++) hits += random.float() < p ? 1 : 0;
      return { hits, shots, predict: ([b, a, rate]) => b! + a! * Math.exp(-rate! * x) };
    });
  };

  it('finds an exact curve exactly', () => {
    const points = decay(1, 0).map((point) => ({
      ...point,
      shots: 1e9,
      hits: 1e9 * point.predict([0.1, 0.8, 1.3]),
    }));
    const { params } = fitShares(points, [0.2, 0.6, 1]);
    for (const [k, value] of [0.1, 0.8, 1.3].entries()) expect(params[k]).toBeCloseTo(value, 6);
  });

  it('has errors that are right: 95 % of the intervals cover the truth', () => {
    let covered = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { params, errors } = fitShares(decay(400, seed), [0.2, 0.6, 1]);
      if (Math.abs(params[2]! - 1.3) < standardErrors(0.95) * errors[2]!) covered++;
    }
    // a scatter above chance only ever widens: at or above 95 %, up to chance
    expect(covered / 150).toBeGreaterThan(0.95 - 4 * Math.sqrt(0.0475 / 150));
    expect(covered / 150).toBeLessThan(1);
  });

  it('widens them where points scatter more than chance does', () => {
    const points = decay(400, 1);
    const shifted = points.map((point, k) => ({ ...point, hits: point.hits + (k % 2) * 60 }));
    const [calm, rough] = [points, shifted].map((each) => fitShares(each, [0.2, 0.6, 1]));
    expect(rough!.errors[2]! / calm!.errors[2]!).toBeGreaterThan(1.5);
  });
});

describe('the Pauli error behind a benchmarked fidelity', () => {
  it('is what the infidelity leaves when decay is taken off', () => {
    const idle = idleFidelity({ t1Ns: 1e5, t2Ns: 8e4, read1Given0: 0, read0Given1: 0 }, 300);
    for (const [size, error] of [[2, 0.001], [4, 0.01], [4, 0]] as const) {
      const process = (1 - error) * idle;
      const average = (size * process + 1) / (size + 1); // Nielsen 2002
      expect(pauliError(average, size, idle)).toBeCloseTo(error, 12);
    }
  });

  it('is a probability whatever was measured', () => {
    expect(pauliError(1, 2, 0.99)).toBe(0);
    expect(pauliError(0, 4, 1)).toBe(1);
  });
});

it('idle fidelity falls from 1 to that of a wholly decayed qubit', () => {
  const qubit = { t1Ns: 100, t2Ns: 150, read1Given0: 0, read0Given1: 0 };
  expect(idleFidelity(qubit, 0)).toBe(1);
  expect(idleFidelity(qubit, 1e9)).toBe(0.25);
});
