import { invariant, type Classical } from '@xdv/domain-model';
import type { Expression, Index } from '../syntax/ast.ts';
import type { Lowering } from './lowering.ts';
import { choose, type Choice } from './select.ts';

/** Qubits of the circuit that an operand means. */
interface Selected {
  readonly qubits: readonly number[];
  /** One qubit rather than a register. */
  readonly single: boolean;
}

/**
 * Unwinds to the statement: which qubit it acts on is known only while the circuit runs. The
 * statement is then lowered once for each of them.
 */
export class RunningQubit extends Error {
  /** Of the expression that is the index. */
  readonly id: number;
  readonly by: Classical;
  readonly size: number;

  constructor(id: number, by: Classical, size: number) {
    super('an index of a qubit that depends on outcomes');
    this.id = id;
    this.by = by;
    this.size = size;
  }
}

const chosenOf = (low: Lowering, { selector }: Index, size: number): Choice => {
  const item = selector.items[0]!;
  const id = item.kind === 'range' ? -1 : item.id;
  const place = low.chosen.get(id);
  if (place !== undefined) return { kind: 'one', place };
  const choice = choose(low, selector, size);
  if (choice.kind === 'running') throw new RunningQubit(id, choice.by, size);
  return choice;
};

const selectIndex = (low: Lowering, index: Index): Selected => {
  const { qubits } = selectQubits(low, index.target);
  const choice = chosenOf(low, index, qubits.length);
  invariant(choice.kind !== 'running', 'a running index is chosen');
  if (choice.kind === 'one') return { qubits: [qubits[choice.place]!], single: true };
  return { qubits: choice.places.map((place) => qubits[place]!), single: false };
};

/** What an operand means: a register, a part of one, a hardware qubit, or several joined. */
export const selectQubits = (low: Lowering, operand: Expression): Selected => {
  low.out.step();
  switch (operand.kind) {
    case 'group':
      return selectQubits(low, operand.inner);
    case 'hardware':
      return { qubits: [operand.index], single: true };
    case 'index':
      return selectIndex(low, operand);
    case 'binary': {
      const { qubits } = selectQubits(low, operand.left);
      return { qubits: [...qubits, ...selectQubits(low, operand.right).qubits], single: false };
    }
    default: {
      invariant(operand.kind === 'identifier', 'an operand that is no qubit', operand.kind);
      const binding = low.binding(low.symbol(operand.id));
      invariant(binding.kind === 'qubits', 'an operand that is no qubit', operand.name);
      return binding;
    }
  }
};
