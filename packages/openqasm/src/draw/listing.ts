import type { Circuit, CircuitOp, ComputedOp, GateOp } from '@xdv/domain-model';
import { nameOfGate } from '../statistics.ts';
import { showAngle, showClassical, showSet, unwrapped, type NameBits } from './label.ts';

/** How to call qubits and bits. */
export interface ListingNames {
  readonly qubitName: (qubit: number) => string;
  readonly nameOf: NameBits;
}

const gateLine = (op: GateOp | ComputedOp, { qubitName, nameOf }: ListingNames): string => {
  const params =
    op.kind === 'gate'
      ? op.params.map(showAngle)
      : op.params.map((param) => unwrapped(showClassical(param, nameOf)));
  const qubits = [...op.controls, ...op.targets].map(qubitName).join(', ');
  const angles = params.length === 0 ? '' : `(${params.join(', ')})`;
  return `${nameOfGate(op)}${angles} ${qubits}`.trimEnd();
};

const condition = (
  bits: readonly number[],
  values: readonly number[],
  { nameOf }: ListingNames,
): string => bits.map((bit, k) => `${values[k] === 1 ? '' : '!'}${nameOf(bit, 1)}`).join(' && ');

function* block(
  head: string,
  ops: readonly CircuitOp[],
  names: ListingNames,
  indent: string,
): Generator<string> {
  yield `${indent}${head} {`;
  for (const op of ops) yield* opLines(op, names, `${indent}  `);
}

/** An operation as one line, a control structure as several. */
export function* opLines(
  op: CircuitOp,
  names: ListingNames,
  indent = '',
): Generator<string> {
  const { qubitName, nameOf } = names;
  switch (op.kind) {
    case 'gate':
    case 'computed':
      return yield `${indent}${gateLine(op, names)}`;
    case 'measure':
      return yield `${indent}measure ${qubitName(op.qubit)} -> ${nameOf(op.bit, 1)}`;
    case 'reset':
      return yield `${indent}reset ${qubitName(op.qubit)}`;
    case 'delay':
      return yield `${indent}delay[${op.ns}ns] ${qubitName(op.qubit)}`;
    case 'barrier':
      return yield `${indent}barrier ${op.qubits.map(qubitName).join(', ')}`;
    case 'set':
      return yield `${indent}${showSet(op, nameOf)}`;
    case 'while': {
      const head = `while ${condition(op.bits, op.values, names)} (at most ${op.max} times)`;
      yield* block(head, op.body, names, indent);
      return yield `${indent}}`;
    }
    case 'if':
      yield* block(`if ${condition(op.bits, op.values, names)}`, op.then, names, indent);
      if (op.otherwise.length > 0) yield* block('} else', op.otherwise, names, indent);
      return yield `${indent}}`;
  }
}

/** Every operation of a circuit, a line each. */
export function* listCircuit(circuit: Circuit, names: ListingNames): Generator<string> {
  for (const op of circuit.ops) yield* opLines(op, names);
}
