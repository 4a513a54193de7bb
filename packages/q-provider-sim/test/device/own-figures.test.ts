import { circuit, shotDuration, unwrap, type QCalibration } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { outcomeProbabilities } from '../../src/density/index.ts';
import { checkCalibration } from '../../src/engine/calibration.ts';
import { compileCircuit } from '../../src/engine/compile.ts';
import { noiseFromCalibration, noiseModel } from '../../src/noise/index.ts';
import { calibration } from '../support.ts';

const probabilities = (program: Parameters<typeof outcomeProbabilities>[0], of: QCalibration) =>
  new Map(unwrap(outcomeProbabilities(program, { calibration: of })).probabilities);

const two = (fields: Partial<QCalibration>): QCalibration =>
  calibration(3, { gate1Error: 0.03, gate2Error: 0.06, ...fields });

const withError = (gateErrors: readonly (number | undefined)[]): QCalibration => {
  const base = two({});
  return {
    ...base,
    qubits: base.qubits.map((qubit, q) => {
      const gateError = gateErrors[q];
      return gateError === undefined ? qubit : { ...qubit, gateError };
    }),
  };
};

describe('a qubit and a coupling err as their own figures say (XDV-060.2)', () => {
  it.each([
    [0, 0.3],
    [1, 0],
    [2, 0.03],
  ])('the gate error of qubit %d is %d', (qubit, error) => {
    const device = withError([0.3, 0, undefined]);
    const program = circuit(3, 1).x(qubit).measure(qubit, 0).build();
    // two of the three Paulis flip
    const flipped = probabilities(program, device).get('0') ?? 0;
    expect(flipped).toBeCloseTo((2 / 3) * error, 12);
  });

  it.each([
    ['cx of a pair with its own error', [0, 1], 0.15],
    ['the same backwards', [1, 0], 0.15],
    ['a pair without', [1, 2], 0.06],
  ] as const)('%s', (_, [control, target], error) => {
    const device = two({ couplings: [{ pair: [1, 0], ns: 100, error: 0.15 }] });
    const program = circuit(3, 1).cx(control, target).measure(target, 0).build();
    // eight of the fifteen Paulis flip the target
    expect(probabilities(program, device).get('1')).toBeCloseTo((8 / 15) * error, 12);
  });

  it('diagonal gates on one qubit are changes of frame: no error, no time', () => {
    const device = withError([0.3, 0.3, 0.3]);
    const program = circuit(1).z(0).s(0).rz(1, 0).measureAll().build();
    expect(probabilities(program, device)).toEqual(new Map([['0', 1]]));
  });

  it('a pair takes its own time, as the kernel charges it, and decays for that long', () => {
    const device = calibration(
      3,
      { gate2Ns: 300, couplings: [{ pair: [0, 1], ns: 900, error: 0 }] },
      { t1Ns: 10_000, t2Ns: 20_000 },
    );
    for (const [pair, ns] of [[[0, 1], 900], [[1, 0], 900], [[1, 2], 300]] as const) {
      const [control, target] = pair;
      const program = circuit(3, 1).x(control).cx(control, target).measure(control, 0).build();
      expect(shotDuration(program, device)).toBe(ns);
      expect(compileCircuit(program, noiseFromCalibration(device)).endNs).toBe(ns);
      expect(probabilities(program, device).get('1')).toBeCloseTo(Math.exp(-ns / 10_000), 12);
    }
  });

  it('the first rule that fits decides, whether it names qubits or not', () => {
    const rule = (gate: 'x' | undefined, qubits: number[] | undefined, probability: number) => ({
      ...(gate && { gate }),
      ...(qubits && { qubits }),
      channels: [{ kind: 'pauli', qubits: 1, terms: [{ pauli: 'X', probability }] } as const],
    });
    const flips = (rules: readonly ReturnType<typeof rule>[], qubit: number): number => {
      const program = circuit(2, 1).x(qubit).measure(qubit, 0).build();
      const noise = noiseModel({ gates: rules });
      const found = unwrap(outcomeProbabilities(program, { noise })).probabilities;
      return new Map(found).get('0') ?? 0;
    };
    const [any, named] = [rule('x', undefined, 0.1), rule(undefined, [0], 0.2)];
    expect(flips([any, named], 0)).toBeCloseTo(0.1, 12);
    expect(flips([named, any], 0)).toBeCloseTo(0.2, 12);
    expect(flips([named, any], 1)).toBeCloseTo(0.1, 12);
    expect(flips([named], 1)).toBe(0);
  });
});

describe('figures out of range are refused by name', () => {
  const base = calibration(2);
  const coupling = { pair: [0, 1], ns: 100, error: 0.01 } as const;
  it.each([
    ['qubits[1].gateError', { qubits: [base.qubits[0]!, { ...base.qubits[1]!, gateError: 2 }] }],
    ['couplings[0].pair', { couplings: [{ ...coupling, pair: [0, 2] as const }] }],
    ['couplings[0].ns', { couplings: [{ ...coupling, ns: 0.5 }] }],
    ['couplings[0].error', { couplings: [{ ...coupling, error: -1 }] }],
    ['couplings', { couplings: [coupling, { ...coupling, pair: [1, 0] as const }] }],
  ])('%s of a calibration', (name, fields) => {
    const wrong = { ...base, ...fields };
    expect(() => checkCalibration(wrong, 2)).toThrow(RangeError);
    expect(() => checkCalibration(wrong, 2)).toThrow(`calibration ${name}`);
  });

  it.each([
    ['durations.pairs[0].pair', { pair: [1, 1] as const, ns: 5 }],
    ['durations.pairs[0].pair.length', { pair: [1] as never, ns: 5 }],
    ['durations.pairs[0].ns', { pair: [0, 1] as const, ns: -5 }],
  ])('%s of a noise model', (name, pair) => {
    expect(() => noiseModel({ durations: { pairs: [pair] } })).toThrow(`noise ${name}`);
  });
});
