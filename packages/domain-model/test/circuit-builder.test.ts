import { describe, expect, it } from 'vitest';
import {
  circuit,
  CircuitBuilder,
  GATE_NAMES,
  GATES,
  validateCircuit,
  XdvError,
  type CircuitOp,
} from '../src/index.ts';
import { gate } from './circuits.ts';

const qubits = (count: number): readonly number[] => Array.from({ length: count }, (_, q) => q);

const opsOf = (fill: (builder: CircuitBuilder) => CircuitBuilder): readonly CircuitOp[] =>
  fill(circuit(3)).build().ops;

describe('the builder', () => {
  it('has a method for each gate with its targets, angles and controls', () => {
    expect(opsOf((c) => c.x(0).y(1).z(2).h(0).s(1).sdg(2).t(0).tdg(1).sx(2))).toEqual([
      gate('x', [0]),
      gate('y', [1]),
      gate('z', [2]),
      gate('h', [0]),
      gate('s', [1]),
      gate('sdg', [2]),
      gate('t', [0]),
      gate('tdg', [1]),
      gate('sx', [2]),
    ]);
    expect(opsOf((c) => c.rx(0.1, 0).ry(0.2, 1).rz(0.3, 2).p(0.4, 0).u(1, 2, 3, 1))).toEqual([
      gate('rx', [0], [0.1]),
      gate('ry', [1], [0.2]),
      gate('rz', [2], [0.3]),
      gate('p', [0], [0.4]),
      gate('u', [1], [1, 2, 3]),
    ]);
  });

  it('writes controlled gates as the base gate with controls', () => {
    expect(opsOf((c) => c.cx(0, 1).cy(1, 2).cz(2, 0).cp(0.5, 0, 2).ccx(0, 1, 2))).toEqual([
      gate('x', [1], [], [0]),
      gate('y', [2], [], [1]),
      gate('z', [0], [], [2]),
      gate('p', [2], [0.5], [0]),
      gate('x', [2], [], [0, 1]),
    ]);
    expect(opsOf((c) => c.swap(0, 1).rxx(0.1, 0, 1).ryy(0.2, 1, 2).rzz(0.3, 2, 0))).toEqual([
      gate('swap', [0, 1]),
      gate('rxx', [0, 1], [0.1]),
      gate('ryy', [1, 2], [0.2]),
      gate('rzz', [2, 0], [0.3]),
    ]);
  });

  it('measures, resets, delays and orders', () => {
    expect(opsOf((c) => c.measure(2).measure(0, 1).reset(1).delay(7, 2))).toEqual([
      { kind: 'measure', qubit: 2, bit: 2 },
      { kind: 'measure', qubit: 0, bit: 1 },
      { kind: 'reset', qubit: 1 },
      { kind: 'delay', qubit: 2, ns: 7 },
    ]);
    expect(opsOf((c) => c.barrier().barrier(2, 0))).toEqual([
      { kind: 'barrier', qubits: [0, 1, 2] },
      { kind: 'barrier', qubits: [2, 0] },
    ]);
    expect(opsOf((c) => c.measureAll()).map((op) => op.kind === 'measure' && op.bit)).toEqual([
      0, 1, 2,
    ]);
  });

  it('nests conditions, with an empty other branch unless one is given', () => {
    const plain = circuit(1).if(0, (body) => body.x(0));
    expect(plain.build().ops).toEqual([
      { kind: 'if', bits: [0], values: [1], then: [gate('x', [0])], otherwise: [] },
    ]);
    const both = circuit(1).if(0, (body) => body.if(0, (inner) => inner.y(0)), {
      value: 0,
      otherwise: (body) => body.z(0),
    });
    expect(both.build().ops).toMatchObject([
      { values: [0], then: [{ kind: 'if', then: [gate('y', [0])] }], otherwise: [gate('z', [0])] },
    ]);
  });

  it('appends the operations of another circuit', () => {
    const bell = circuit(2).h(0).cx(0, 1).build();
    expect(circuit(3).x(2).append(bell).build().ops).toEqual([gate('x', [2]), ...bell.ops]);
  });

  it('goes on after build: a circuit never changes', () => {
    const builder = circuit(1).x(0);
    const first = builder.build();
    builder.y(0);
    expect(first.ops).toEqual([gate('x', [0])]);
    expect(builder.build().ops).toHaveLength(2);
  });

  it('has as many bits as qubits unless told otherwise', () => {
    expect(circuit(3).build()).toMatchObject({ qubits: 3, bits: 3 });
    expect(circuit(3, 0).build()).toMatchObject({ qubits: 3, bits: 0 });
  });
});

describe('a mistake', () => {
  it('is thrown by build, naming the first operation at fault', () => {
    expect(() => circuit(2).h(0).x(2).x(9).build()).toThrow(XdvError);
    expect(() => circuit(2).h(0).x(2).x(9).build()).toThrow('ops[1]: qubit 2 is not in 0..1');
    expect(() => circuit(2, 1).measureAll().build()).toThrow('ops[1]: bit 1 is not in 0..0');
    const wide = circuit(3).x(2).build();
    expect(() => circuit(2).append(wide).build()).toThrow('ops[0]: qubit 2');
  });

  it.each([0, -1, 1.5, NaN])('is thrown at once for circuit(%s)', (count) => {
    const thrown = (): unknown => circuit(count);
    expect(thrown).toThrow(expect.objectContaining({ code: 'CIRCUIT_INVALID' }));
    expect(thrown).toThrow(`circuit(${count}): the number of qubits must be a positive integer`);
  });
});

describe('the gate table', () => {
  it.each(GATE_NAMES)('gives %s operands that a circuit accepts', (name) => {
    const { qubits: targets, params } = GATES[name];
    const angles = Array.from({ length: params }, () => 0.5);
    const plain = new CircuitBuilder(3, 0).gate(name, qubits(targets), angles);
    const controlled = new CircuitBuilder(3, 0).gate(name, qubits(targets), angles, [2]);
    expect(validateCircuit(plain.build()).ok).toBe(true);
    expect(validateCircuit(controlled.build()).ok).toBe(true);
  });

  it('takes no time for gates that are diagonal on one qubit, and for those alone', () => {
    const virtual = GATE_NAMES.filter((name) => GATES[name].virtual);
    expect(virtual).toEqual(['z', 's', 'sdg', 't', 'tdg', 'rz', 'p', 'gphase']);
  });
});
