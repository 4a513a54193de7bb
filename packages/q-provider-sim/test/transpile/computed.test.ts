import {
  circuit,
  GATES,
  GATE_NAMES,
  type Circuit,
  type CircuitOp,
  type Classical,
  type GateName,
  type GateOp,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { lineMap } from '../../src/transpile/index.ts';
import { count } from '../support.ts';
import { deviceOf, SUPERCONDUCTING, transpiled } from './support.ts';

const QUBITS = 4;
const FLOAT = { kind: 'float', width: 64 } as const;

/** The two bits from `at` as quarters of a turn, in radians. */
const quarters = (at: number): Classical => ({
  op: 'cast',
  type: FLOAT,
  of: { op: 'read', type: { kind: 'angle', width: 2 }, at },
});

/** Gates that turn |0…0⟩ into a state that no gate of the tests leaves alone. */
const scramble: readonly GateOp[] = [0, 1, 2, 3].map((q) => ({
  kind: 'gate',
  gate: 'u',
  targets: [q],
  params: [1 + q / 3, 0.3 * q, -0.7],
  controls: [],
}));

const unscramble: readonly GateOp[] = scramble.map((op) => {
  const [theta = 0, phi = 0, lambda = 0] = op.params;
  return { ...op, params: [-theta, -lambda, -phi] };
});

/** Angles of a quarter, half and three quarters of a turn. */
const VALUES = [1, 2, 3].map((k) => (k * Math.PI) / 2);

const inverse = (gate: GateName): readonly number[] => {
  const [a = 0, b = 0, c = 0] = VALUES;
  return gate === 'u' ? [-a, -c, -b] : [-a];
};

/** Measures 1, 2 and 3 into pairs of bits; a gate by those angles, undone by fixed ones. */
const roundTrip = (gate: GateName, controls: number): Circuit => {
  const width = GATES[gate].qubits;
  const qubits = [2, 0, 3, 1];
  const gateOn = {
    gate,
    targets: qubits.slice(0, width),
    controls: qubits.slice(width, width + controls),
  };
  const params = [0, 2, 4].slice(0, GATES[gate].params).map(quarters);
  const measured: readonly CircuitOp[] = circuit(QUBITS, 6)
    .x(0)
    .measure(0, 0).measure(1, 1)
    .measure(2, 2).measure(0, 3)
    .measure(0, 4).measure(0, 5)
    .x(0)
    .build().ops;
  const ops: readonly CircuitOp[] = [
    ...measured,
    ...scramble,
    { kind: 'computed', ...gateOn, params },
    { kind: 'gate', ...gateOn, params: inverse(gate) },
    ...unscramble,
    ...[0, 1, 2, 3].map((q): CircuitOp => ({ kind: 'measure', qubit: q, bit: 6 + q })),
  ];
  return { qubits: QUBITS, bits: 10, ops };
};

const parametric = GATE_NAMES.filter((gate) => GATES[gate].params > 0);

describe('a transpiled gate with computed angles (XDV-060.1)', () => {
  for (const native of [SUPERCONDUCTING, 'p h y/1', 'u x/1', 'rx ry rzz', 'rz rx rxx']) {
    it(`turns by the measured angle, whatever its controls, in ${native}`, () => {
      const device = deviceOf(QUBITS, native, lineMap(QUBITS));
      for (const gate of parametric) {
        for (let controls = 0; controls + GATES[gate].qubits <= QUBITS; controls++) {
          const { circuit: placed } = transpiled(roundTrip(gate, controls), device, { trials: 1 });
          const counts = count(placed, { shots: 20 });
          expect(counts, `${gate} with ${controls} controls`).toEqual({ '0000111001': 20 });
        }
      }
    });
  }

  it('waits for the measurement where it is scheduled', () => {
    const program: Circuit = {
      qubits: 2,
      bits: 2,
      ops: [
        { kind: 'measure', qubit: 0, bit: 0 },
        { kind: 'computed', gate: 'rx', targets: [1], params: [quarters(0)], controls: [] },
      ],
    };
    const device = deviceOf(2, 'rz rx rxx', lineMap(2));
    const { circuit: placed } = transpiled(program, device, { schedule: 'asap' });
    expect(placed.ops.map(({ kind }) => kind)).toEqual(['measure', 'computed']);
  });
});

describe('a transpiled loop (XDV-060.1)', () => {
  it('has rounds that end with the layout that they begin with', () => {
    const program: Circuit = {
      qubits: 4,
      bits: 5,
      ops: [
        ...circuit(4).x(0).x(3).measure(0, 0).build().ops,
        {
          kind: 'while',
          bits: [0],
          values: [1],
          max: 5,
          body: circuit(4, 5).cx(0, 3).cx(3, 1).cx(0, 2).cx(1, 0).measure(0, 0).build().ops,
        },
        ...circuit(4, 5).measure(1, 1).measure(2, 2).measure(3, 3).build().ops,
      ],
    };
    const device = deviceOf(4, SUPERCONDUCTING, lineMap(4));
    for (let seed = 0; seed < 5; seed++) {
      const { circuit: placed } = transpiled(program, device, { seed, schedule: 'alap' });
      expect(count(placed, { shots: 10 })).toEqual(count(program, { shots: 10 }));
    }
  });
});
