import { describe, expect, it } from 'vitest';
import {
  checkNative,
  CIRCUIT_LIMITS,
  type CircuitOp,
  type QDeviceProfile,
} from '../src/index.ts';
import { calibration, gate, when } from './circuits.ts';
import { codeOf, messageOf } from './support.ts';

const device = (change: Partial<QDeviceProfile> = {}): QDeviceProfile => ({
  domain: 'Q',
  name: 'dev',
  qubits: 12,
  gates: ['x', 'sx', 'rz', 'swap'],
  calibration,
  budgetMaxNs: 1_000,
  ...change,
});

const over = (...ops: readonly CircuitOp[]) => ({ qubits: 12, bits: 1, ops });
const check = (change: Partial<QDeviceProfile>, ...ops: readonly CircuitOp[]) =>
  checkNative(over(...ops), device(change));

const computed = (target: number): CircuitOp => ({
  kind: 'computed',
  gate: 'rx',
  targets: [target],
  params: [{ op: 'constant', type: { kind: 'float', width: 64 }, value: 1 }],
  controls: [],
});

const loop = (...body: readonly CircuitOp[]): CircuitOp => ({
  kind: 'while',
  bits: [0],
  values: [1],
  max: 3,
  body,
});

const cx = (control: number, target: number) => gate('x', [target], [], [control]);
const LINE = { couplings: [[0, 1], [2, 1]] } as const;
const NATIVE = {
  native: [
    { gate: 'x', controls: 1 },
    { gate: 'sx', controls: 0 },
  ],
} as const;

describe('a device performs', () => {
  it('the gates it lists, with any number of controls (XDV-060.1)', () => {
    expect(check({}, gate('x', [0]), cx(4, 0), gate('rz', [1], [1], [2, 3])).ok).toBe(true);
  });

  it('what is no gate, whatever it lists', () => {
    const rest: readonly CircuitOp[] = [
      { kind: 'measure', qubit: 0, bit: 0 },
      { kind: 'reset', qubit: 0 },
      { kind: 'barrier', qubits: [0, 1, 2] },
      { kind: 'delay', qubit: 0, ns: 5 },
    ];
    expect(check({ gates: [], native: [], couplings: [] }, ...rest).ok).toBe(true);
  });

  it('a global phase, which acts on no qubit', () => {
    const none = { gates: [], native: [], couplings: [] };
    expect(check(none, gate('gphase', [], [1])).ok).toBe(true);
    expect(codeOf(check(none, gate('gphase', [], [1], [0])))).toBe('GATE_UNSUPPORTED');
  });

  it('gates on a coupling, in either direction, and on one qubit anywhere', () => {
    const ops = [cx(0, 1), cx(1, 0), cx(1, 2), gate('swap', [2, 1]), gate('x', [11])];
    expect(check(LINE, ...ops).ok).toBe(true);
  });

  it('exactly the gates of its native list', () => {
    expect(check(NATIVE, cx(0, 1), gate('sx', [2])).ok).toBe(true);
  });
});

describe('a device refuses', () => {
  it.each<readonly [Partial<QDeviceProfile>, CircuitOp, string]>([
    [{}, gate('h', [3]), 'dev does not perform h (qubits 3)'],
    [NATIVE, gate('x', [3]), 'dev does not perform x (qubits 3)'],
    [NATIVE, gate('sx', [1], [], [4]), 'dev does not perform sx with 1 control (qubits 1, 4)'],
    [
      NATIVE,
      gate('x', [0], [], [1, 2]),
      'dev does not perform x with 2 controls (qubits 0, 1, 2)',
    ],
    [
      { ...NATIVE, gates: ['sx'] },
      cx(0, 1),
      'dev does not perform x with 1 control (qubits 1, 0)',
    ],
    [LINE, cx(0, 2), 'dev does not couple qubits 2, 0 (x with 1 control)'],
    [LINE, gate('swap', [0, 2]), 'dev does not couple qubits 0, 2 (swap)'],
    [
      LINE,
      gate('x', [0], [], [1, 2]),
      'dev does not couple qubits 0, 1, 2 (x with 2 controls)',
    ],
    [{ couplings: [] }, cx(0, 1), 'dev does not couple qubits 1, 0 (x with 1 control)'],
    [{}, computed(5), 'dev does not perform rx (qubits 5)'],
    [
      { gates: [] },
      gate('x', [0], [], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      'dev does not perform x with 9 controls (qubits 0, 1, 2, 3, 4, 5, 6, 7 and 2 more)',
    ],
  ])('a gate with its name and qubits: case %#', (change, op, why) => {
    const result = check(change, op);
    expect(codeOf(result)).toBe('GATE_UNSUPPORTED');
    expect(messageOf(result)).toBe(`ops[0]: ${why}`);
    expect(!result.ok && result.fault.hint).toBe('Transpile the circuit for dev');
  });

  it('the first such gate, by its path through conditions and loops', () => {
    const fine = gate('x', [0]);
    const bad = gate('h', [1]);
    const why = 'dev does not perform h (qubits 1)';
    expect(messageOf(check({}, fine, bad, bad))).toBe(`ops[1]: ${why}`);
    const then = when([fine, bad], [bad]);
    expect(messageOf(check({}, then))).toBe(`ops[0].then[1]: ${why}`);
    const otherwise = when([fine], [loop(fine, when([], [bad]))]);
    const path = 'ops[1].otherwise[0].body[1].otherwise[0]';
    expect(messageOf(check({}, fine, otherwise))).toBe(`${path}: ${why}`);
  });
});

it('goes through the largest circuit and the deepest one', () => {
  const { opsMax, depthMax } = CIRCUIT_LIMITS;
  const ops = Array.from({ length: opsMax }, (_, i) => cx(0, i < opsMax - 1 ? 1 : 2));
  const found = checkNative({ qubits: 12, bits: 0, ops }, device({ ...LINE, ...NATIVE }));
  expect(messageOf(found)).toMatch(/^ops\[999999\]: dev does not couple qubits 2, 0/);
  let deep = gate('h', [0]);
  for (let i = 0; i < depthMax; i++) deep = loop(deep);
  expect(codeOf(check({}, deep))).toBe('GATE_UNSUPPORTED');
});
