import { circuit, unwrap, type Circuit, type CircuitOp } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  bitAt,
  detectorErrorModel,
  repetitionCode,
  sampleDetectors,
  simulateStabilizer,
  surfaceCode,
  type AnnotatedCircuit,
  type DetectorErrorModel,
} from '../../src/stabilizer/index.ts';
import { deviation } from '../support.ts';
import { disagreement, marginals, oddProbability, uniformNoise } from './support.ts';

/** Mechanisms by their symptoms. */
const rowsOf = (model: DetectorErrorModel): ReadonlyMap<string, number> =>
  new Map(
    Array.from(model.probabilities, (p, k) => [
      model.symptoms.slice(model.offsets[k], model.offsets[k + 1]).join(' '),
      p,
    ]),
  );

type Pauli = readonly (readonly ['x' | 'y' | 'z', number])[];

/** What a Pauli after the first `at` operations flips, by running the circuit with it. */
const flippedBy = (code: AnnotatedCircuit, at: number, paulis: Pauli): string => {
  const errors = paulis.map(
    ([gate, q]): CircuitOp => ({ kind: 'gate', gate, targets: [q], params: [], controls: [] }),
  );
  const { circuit: clean } = code;
  const struck: Circuit = { ...clean, ops: clean.ops.toSpliced(at, 0, ...errors) };
  const shot = unwrap(simulateStabilizer(struck, { shots: 1, seed: at, memory: true })).memory!;
  const parities = [...code.detectors, ...code.observables].map(
    (bits) => bits.reduce((sum, bit) => sum + bitAt(shot, 0, bit), 0) % 2,
  );
  return parities.flatMap((parity, symptom) => (parity === 1 ? [symptom] : [])).join(' ');
};

const SINGLE = ['x', 'y', 'z'] as const;

const onOne = (q: number): readonly Pauli[] => SINGLE.map((pauli) => [[pauli, q]]);
const onTwo = (a: number, b: number): readonly Pauli[] => [
  ...onOne(a),
  ...onOne(b),
  ...SINGLE.flatMap((p) => SINGLE.map((r): Pauli => [[p, a], [r, b]])),
];

/** The errors of uniform noise around one operation: before or after it, each independent. */
const errorsAround = (
  op: CircuitOp,
  p: number,
): readonly { readonly after: boolean; readonly paulis: Pauli; readonly chance: number }[] => {
  const each = (list: readonly Pauli[], chance: number) =>
    list.map((paulis) => ({ after: op.kind !== 'measure', paulis, chance }));
  const single = (1 - Math.sqrt(1 - (4 * p) / 3)) / 2;
  if (op.kind === 'measure' || op.kind === 'reset') return each([[['x', op.qubit]]], p);
  if (op.kind === 'delay') return each(onOne(op.qubit), single);
  if (op.kind !== 'gate') return [];
  const [a = 0, b = 0] = [...op.controls, ...op.targets];
  if (op.controls.length + op.targets.length === 1) return each(onOne(a), single);
  return each(onTwo(a, b), (1 - (1 - (16 * p) / 15) ** (1 / 8)) / 2);
};

/** The model by one simulation per error, which is what the backward pass saves. */
const bruteForce = (code: AnnotatedCircuit, p: number): ReadonlyMap<string, number> => {
  const rows = new Map<string, number>();
  for (const [index, op] of code.circuit.ops.entries()) {
    for (const { after, paulis, chance } of errorsAround(op, p)) {
      const symptoms = flippedBy(code, after ? index + 1 : index, paulis);
      const known = rows.get(symptoms) ?? 0;
      if (symptoms !== '') rows.set(symptoms, known * (1 - chance) + chance * (1 - known));
    }
  }
  return rows;
};

const expectEqualRows = (
  rows: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): void => {
  expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [symptoms, p] of expected) expect(rows.get(symptoms)! / p).toBeCloseTo(1, 9);
};

describe('the error model of a circuit', () => {
  it.each([
    ['repetition code', repetitionCode({ distance: 3, rounds: 2 })],
    ['surface code in z', surfaceCode({ distance: 2, rounds: 2, basis: 'z' })],
    ['surface code in x', surfaceCode({ distance: 2, rounds: 1, basis: 'x' })],
  ])('is that of simulating every error by itself: %s', (_, code) => {
    const model = unwrap(detectorErrorModel(code, uniformNoise(0.004)));
    expectEqualRows(rowsOf(model), bruteForce(code, 0.004));
  });

  it('passes every Clifford primitive backwards', () => {
    const gates = circuit(2)
      .h(0).s(0).h(1).sx(1).cx(0, 1).cy(1, 0).cz(0, 1).swap(0, 1)
      .gate('iswap', [0, 1]).gate('sdg', [1]).gate('sxdg', [0]).y(0).x(1).z(0);
    const inverse = circuit(2)
      .z(0).x(1).y(0).sx(0).s(1)
      .gate('iswap', [0, 1]).gate('iswap', [0, 1]).gate('iswap', [0, 1])
      .swap(0, 1).cz(0, 1).cy(1, 0).cx(0, 1).gate('sxdg', [1]).h(1).gate('sdg', [0]).h(0);
    const both = circuit(2).append(gates.build()).append(inverse.build()).measureAll().build();
    const code = { circuit: both, detectors: [[0], [1]], observables: [] };
    const model = unwrap(detectorErrorModel(code, uniformNoise(0.01)));
    expectEqualRows(rowsOf(model), bruteForce(code, 0.01));
  });

  it('has the mechanisms of Stim 1.16 for its generated repetition code, distance 3', () => {
    const model = unwrap(
      detectorErrorModel(repetitionCode({ distance: 3, rounds: 1 }), uniformNoise(1e-3)),
    );
    const stim = new Map([
      ['0', 0.001931182734310662227],
      ['0 1', 0.001931182734310662227],
      ['0 2', 0.002529202133333148701],
      ['0 3', 0.0005333333333331478519],
      ['1 3', 0.002529202133333148701],
      ['1 4', 0.001931182734310662227],
      ['2', 0.001266204340097456214],
      ['2 3', 0.001266204340097456214],
      ['3 4', 0.001266204340097456214],
    ]);
    expectEqualRows(rowsOf(model), stim);
  });

  // computed by Stim 1.16.0 from its generated rotated_memory_z with all four kinds of noise 1e-3:
  // detectors, mechanisms, sums of probabilities, of symptoms, and of those that flip L0
  it.each([
    [3, 3, 24, 219, 0.17101646616894253, 0.3214377024366564, 0.023174607039028502],
    [5, 5, 120, 1677, 0.8596122081810191, 1.8515601582405719, 0.06128216992182116],
    [7, 7, 336, 5471, 2.429454854714405, 5.539117082616307, 0.11751913174514897],
    [5, 1, 24, 77, 0.14799427212231386, 0.27578340392391093, 0.02020266764845975],
    [4, 2, 29, 240, 0.22487073119805245, 0.40235113590999333, 0.023957886916976374],
  ])('equals that of Stim, distance %i, %i rounds', (distance, rounds, ...expected) => {
    const code = surfaceCode({ distance, rounds, basis: 'z' });
    const model = unwrap(detectorErrorModel(code, uniformNoise(1e-3)));
    const [detectors, mechanisms, total, flips, logical] = expected;
    expect([model.detectors, model.probabilities.length]).toEqual([detectors, mechanisms]);
    let sums = [0, 0, 0] as readonly [number, number, number];
    for (const [symptoms, p] of rowsOf(model)) {
      const list = symptoms.split(' ').map(Number);
      const [a, b, c] = sums;
      sums = [a + p, b + p * list.length, c + (list.at(-1)! >= model.detectors ? p : 0)];
    }
    for (const [k, sum] of [total, flips, logical].entries()) {
      expect(sums[k]! / sum).toBeCloseTo(1, 10);
    }
  });

  it('merges errors that flip the same, and drops those that flip nothing', () => {
    const once = circuit(1).measureAll().build();
    const twice = circuit(1, 1).reset(0).delay(0, 0).measure(0).build();
    const row = (program: Circuit, noise: object) =>
      rowsOf(
        unwrap(
          detectorErrorModel({ circuit: program, detectors: [[0]], observables: [[0]] }, noise),
        ),
      );
    expect([...row(once, { measure: 0.25 })]).toEqual([['0 1', 0.25]]);
    expect([...row(once, { measure: 1 })]).toEqual([['0 1', 1]]);
    // 0.1 (1 - 0.2) + 0.2 (1 - 0.1); depolarizing by 0.75 leaves nothing to know
    expect(row(twice, { reset: 0.1, measure: 0.2 }).get('0 1')).toBeCloseTo(0.26, 12);
    expect(row(twice, { idle: 0.75 }).get('0 1')).toBeCloseTo(0.5, 12);
    expect([...row(once, { gate1: 0.1 })]).toEqual([]);
  });
});

describe('the error model against frames through the circuit', () => {
  const code = surfaceCode({ distance: 3, rounds: 2, basis: 'x' });
  const noise = { gate1: 0.02, gate2: 0.01, measure: 0.03, reset: 0.01, idle: 0.02 };
  const shots = 20_000;

  it('has the same marginals and pair correlations', () => {
    const model = unwrap(detectorErrorModel(code, noise));
    const table = unwrap(sampleDetectors(code, { shots, seed: 3, noise }));
    expect(table.columns).toBe(model.detectors + 1);
    for (const [a, share] of marginals(table).entries()) {
      expect(deviation(share * shots, shots, oddProbability(model, [a]))).toBeLessThan(5);
      for (let b = 0; b < a; b++) {
        const expected = oddProbability(model, [a, b]);
        expect(deviation(disagreement(table, a, b) * shots, shots, expected)).toBeLessThan(5);
      }
    }
  });
});

describe('parities that do not hold', () => {
  const plus = circuit(2, 3).h(0).measure(0, 0).measure(1, 1).measure(0, 2).build();
  const run = (annotated: Partial<AnnotatedCircuit>) =>
    detectorErrorModel(
      { circuit: plus, detectors: [], observables: [], ...annotated },
      { measure: 0.1 },
    );

  it('are named: the first detector that is not deterministic, then observables', () => {
    const hint = { ok: false, fault: { code: 'CIRCUIT_INVALID' } };
    expect(run({ detectors: [[1], [0], [2]] })).toMatchObject(hint);
    expect(run({ detectors: [[1], [0], [2]] })).toMatchObject({
      fault: { message: 'detector 1 is not deterministic' },
    });
    expect(run({ detectors: [[1]], observables: [[1], [2]] })).toMatchObject({
      fault: { message: 'observable 1 is not deterministic' },
    });
    // two readings of one qubit agree, though neither is certain
    expect(run({ detectors: [[0, 2]] }).ok).toBe(true);
    const late = circuit(1).reset(0).h(0).measureAll().build();
    expect(run({ circuit: late, detectors: [[0]] }).ok).toBe(false);
  });

  it('are refused with what is wrong', () => {
    const wrong = (annotated: Partial<AnnotatedCircuit>): string => {
      const result = run(annotated);
      return result.ok ? '' : `${result.fault.code} ${result.fault.message}`;
    };
    const conditional = circuit(1).measure(0).if(0, (then) => then.x(0)).build();
    const rewritten = circuit(1).measure(0).measure(0).build();
    expect(wrong({ circuit: conditional })).toMatch(/^CIRCUIT_INVALID .*without conditions/);
    expect(wrong({ circuit: rewritten })).toMatch(/two measurements write bit 0/);
    expect(wrong({ circuit: circuit(1).t(0).build() })).toMatch(/^GATE_UNSUPPORTED/);
    expect(wrong({ detectors: [[3]] })).toMatch(/detectors\[0\]: no classical bit 3/);
    expect(wrong({ detectors: [[0.5]] })).toMatch(/no classical bit 0.5/);
    expect(wrong({ detectors: [[undefined as never]] })).toMatch(/no classical bit undefined/);
    expect(wrong({ observables: [[-1]] })).toMatch(/observables\[0\]/);
    expect(wrong({ detectors: [1] as never })).toMatch(/must be a list/);
    expect(wrong({ detectors: 'x' as never })).toMatch(/must be a list/);
    expect(wrong({ observables: Array.from({ length: 1001 }, () => []) })).toMatch(/at most 1000/);
    expect(wrong({ detectors: [[1]], coordinates: [] })).toMatch(/coordinates/);
    expect(wrong({ detectors: [[1]], coordinates: [[Number.NaN]] })).toMatch(/coordinates/);
  });
});
