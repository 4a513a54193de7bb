import { XdvError, unwrap } from '../fault.ts';
import type { Circuit, CircuitOp } from './circuit.ts';
import type { GateName } from './gates.ts';
import { validateCircuit } from './validate.ts';

type Bit = number;
type Qubit = number;

/**
 * Builds a {@link Circuit} gate by gate. Every method returns the builder; `build()` validates the
 * whole and throws {@link XdvError} CIRCUIT_INVALID naming the first operation out of range.
 * Angles are in radians. A builder can go on after `build()`: circuits never change.
 */
export class CircuitBuilder {
  readonly qubits: number;
  readonly bits: number;
  readonly #ops: CircuitOp[] = [];

  constructor(qubits: number, bits: number) {
    this.qubits = qubits;
    this.bits = bits;
  }

  /** Any gate by name, with any number of control qubits. */
  gate(
    gate: GateName,
    targets: readonly Qubit[],
    params: readonly number[] = [],
    controls: readonly Qubit[] = [],
  ): this {
    return this.push({ kind: 'gate', gate, targets, params, controls });
  }

  x(q: Qubit): this { return this.gate('x', [q]); }
  y(q: Qubit): this { return this.gate('y', [q]); }
  z(q: Qubit): this { return this.gate('z', [q]); }
  h(q: Qubit): this { return this.gate('h', [q]); }
  s(q: Qubit): this { return this.gate('s', [q]); }
  sdg(q: Qubit): this { return this.gate('sdg', [q]); }
  t(q: Qubit): this { return this.gate('t', [q]); }
  tdg(q: Qubit): this { return this.gate('tdg', [q]); }
  sx(q: Qubit): this { return this.gate('sx', [q]); }
  rx(angle: number, q: Qubit): this { return this.gate('rx', [q], [angle]); }
  ry(angle: number, q: Qubit): this { return this.gate('ry', [q], [angle]); }
  rz(angle: number, q: Qubit): this { return this.gate('rz', [q], [angle]); }
  p(angle: number, q: Qubit): this { return this.gate('p', [q], [angle]); }
  u(theta: number, phi: number, lambda: number, q: Qubit): this {
    return this.gate('u', [q], [theta, phi, lambda]);
  }
  cx(control: Qubit, q: Qubit): this { return this.gate('x', [q], [], [control]); }
  cy(control: Qubit, q: Qubit): this { return this.gate('y', [q], [], [control]); }
  cz(control: Qubit, q: Qubit): this { return this.gate('z', [q], [], [control]); }
  cp(angle: number, control: Qubit, q: Qubit): this {
    return this.gate('p', [q], [angle], [control]);
  }
  ccx(a: Qubit, b: Qubit, q: Qubit): this { return this.gate('x', [q], [], [a, b]); }
  swap(a: Qubit, b: Qubit): this { return this.gate('swap', [a, b]); }
  rxx(angle: number, a: Qubit, b: Qubit): this { return this.gate('rxx', [a, b], [angle]); }
  ryy(angle: number, a: Qubit, b: Qubit): this { return this.gate('ryy', [a, b], [angle]); }
  rzz(angle: number, a: Qubit, b: Qubit): this { return this.gate('rzz', [a, b], [angle]); }

  /** Measures `qubit` into `bit`, by default the bit of the same number. */
  measure(qubit: Qubit, bit: Bit = qubit): this {
    return this.push({ kind: 'measure', qubit, bit });
  }

  /** Measures every qubit into the bit of the same number. */
  measureAll(): this {
    for (let qubit = 0; qubit < this.qubits; qubit++) this.measure(qubit);
    return this;
  }

  reset(qubit: Qubit): this { return this.push({ kind: 'reset', qubit }); }

  delay(ns: number, qubit: Qubit): this { return this.push({ kind: 'delay', qubit, ns }); }

  /** Orders the listed qubits, by default all of them. */
  barrier(...qubits: Qubit[]): this {
    const all = Array.from({ length: this.qubits }, (_, q) => q);
    return this.push({ kind: 'barrier', qubits: qubits.length > 0 ? qubits : all });
  }

  /** Runs `then` when `bit` has `value` (default 1), otherwise `otherwise`. */
  if(
    bit: Bit,
    then: (body: CircuitBuilder) => unknown,
    { value = 1, otherwise }: { value?: 0 | 1; otherwise?: (body: CircuitBuilder) => unknown } = {},
  ): this {
    const body = (fill?: (body: CircuitBuilder) => unknown): readonly CircuitOp[] => {
      const nested = new CircuitBuilder(this.qubits, this.bits);
      fill?.(nested);
      return nested.#ops;
    };
    const branches = { then: body(then), otherwise: body(otherwise) };
    return this.push({ kind: 'if', bits: [bit], values: [value], ...branches });
  }

  /** Appends every operation of `circuit`, which must fit this builder's qubits and bits. */
  append(circuit: Circuit): this {
    for (const op of circuit.ops) this.push(op);
    return this;
  }

  build(): Circuit {
    return unwrap(
      validateCircuit({ qubits: this.qubits, bits: this.bits, ops: [...this.#ops] }),
    );
  }

  private push(op: CircuitOp): this {
    this.#ops.push(op);
    return this;
  }
}

/** Starts a circuit of `qubits` qubits and as many classical bits unless told otherwise. */
export const circuit = (qubits: number, bits: number = qubits): CircuitBuilder => {
  if (Number.isInteger(qubits) && qubits > 0) return new CircuitBuilder(qubits, bits);
  throw new XdvError({
    code: 'CIRCUIT_INVALID',
    message: `circuit(${String(qubits)}): the number of qubits must be a positive integer`,
    hint: 'Write circuit(2) for two qubits',
  });
};
