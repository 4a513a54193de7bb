import type {
  Barrier,
  Expression,
  GateCall,
  GateDefinition,
  Name,
  Operand,
  Selector,
} from './ast.ts';
import { Problem, quote } from './diagnostics.ts';
import { checkArity, expandCall, gateOf, gateSurroundings } from './expand.ts';
import { mayReplace } from './includes.ts';
import type { Lowering, UserGate } from './lowering.ts';
import type { UnitaryOp } from './modifiers.ts';
import { select } from './select.ts';
import { BUILTINS, CONSTANTS } from './values.ts';

/** A gate call: once, or for each element of its registers. */
export const lowerCall = (low: Lowering, call: GateCall): void => {
  const { at, operands } = call;
  // unknown gates before unknown qubits: the name comes first in the text
  checkArity(call, gateOf(low, call.name, at), low);
  const registers = operands.map((operand) => select(low, operand, 'qubits'));
  const length = broadcastLength(operands, registers.map((r) => (r.single ? 0 : r.indices.length)));
  for (let k = 0; k < length; k++) {
    const qubits = registers.map(({ single, indices }) => indices[single ? 0 : k]!);
    assertDistinct(qubits, operands);
    const out: UnitaryOp[] = [];
    expandCall({ low, around: low, controlled: false, depth: 0, out }, call, qubits);
    for (const op of out) low.emit(op, at);
  }
};

/** How often a call is repeated: the common size of its registers (0 marks a single qubit). */
const broadcastLength = (operands: readonly Operand[], lengths: readonly number[]): number => {
  let common = 0;
  for (const [k, length] of lengths.entries()) {
    if (length === 0) continue;
    if (common !== 0 && common !== length) {
      const message = `registers of ${common} and ${length} qubits in one call`;
      throw new Problem(operands[k]!.at, message, 'Use registers of equal size, or single qubits');
    }
    common = length;
  }
  return common === 0 ? 1 : common;
};

const assertDistinct = (qubits: readonly number[], operands: readonly Operand[]): void => {
  const seen = new Set<number>();
  for (const [k, qubit] of qubits.entries()) {
    if (seen.has(qubit)) {
      const { name, at } = operands[k]!;
      throw new Problem(at, `this qubit of ${quote(name)} is used twice`, 'Use different qubits');
    }
    seen.add(qubit);
  }
};

/** `barrier`: over every qubit declared so far if none is named. */
export const lowerBarrier = (low: Lowering, { operands, at }: Barrier): void => {
  low.emit({ kind: 'barrier', qubits: chosenQubits(low, operands, at) }, at);
};

/** The qubits of a list of operands, each once; every qubit so far if the list is empty. */
export const chosenQubits = (
  low: Lowering,
  operands: readonly Operand[],
  at: number,
): readonly number[] => {
  if (operands.length === 0) {
    low.charge(low.qubitCount, at);
    return Array.from({ length: low.qubitCount }, (_, q) => q);
  }
  return [...new Set(operands.flatMap((operand) => select(low, operand, 'qubits').indices))];
};

/** Records a gate after checking all of its body, so that errors show even if it is never used. */
export const defineGate = (low: Lowering, definition: GateDefinition): void => {
  const { name, params, qubits, at } = definition;
  if (low.scope !== low.global) {
    const hint = 'Move the definition out of the block';
    throw new Problem(at, 'gates can only be defined at the top level', hint);
  }
  if (low.gates.has(name.text) && !mayReplace(low.version, name.text)) {
    const message = `gate ${quote(name.text)} is already defined`;
    throw new Problem(at, message, 'Remove this definition or give it another name');
  }
  assertUnique([...params, ...qubits]);
  const slots = new Map(qubits.map(({ text }, k) => [text, k]));
  const gate: UserGate = { definition, slots };
  const paramNames = new Set(params.map(({ text }) => text));
  for (const item of definition.body ?? []) checkItem(low, item, slots, paramNames);
  low.gates.set(name.text, gate);
};

const assertUnique = (names: readonly Name[]): void => {
  const seen = new Set<string>();
  for (const { text, at } of names) {
    if (seen.has(text)) throw new Problem(at, `${quote(text)} is used twice`, 'Rename one of them');
    seen.add(text);
  }
};

const checkItem = (
  low: Lowering,
  item: GateCall | Barrier,
  slots: UserGate['slots'],
  params: ReadonlySet<string>,
): void => {
  for (const operand of item.operands) checkSlot(low, operand, slots);
  if (item.kind === 'barrier') return;
  const gate = gateOf(low, item.name, item.at);
  const constants = gateSurroundings(low, [], []);
  checkArity(item, gate, constants);
  assertDistinct(item.operands.map(({ name }) => slots.get(name)!), item.operands);
  const known = (name: string): boolean =>
    params.has(name) ||
    constants.lookup(name) !== undefined ||
    Object.hasOwn(CONSTANTS, name);
  for (const arg of item.args) checkNames(low, arg, known);
  for (const modifier of item.modifiers) {
    if (modifier.kind === 'pow') checkNames(low, modifier.exponent, known);
  }
};

const checkSlot = (
  low: Lowering,
  { name, at, selectors }: Operand,
  slots: ReadonlyMap<string, number>,
): void => {
  if (!slots.has(name)) {
    low.assertKnown(name);
    const message = `${quote(name)} is not a qubit of this gate`;
    throw new Problem(at, message, 'A gate acts on its own qubits only');
  }
  const [first] = selectors;
  if (first === undefined) return;
  const hint = 'Give the gate one name for each qubit';
  throw new Problem(first.at, 'a qubit of a gate takes no index', hint);
};

/** Every name in an expression must be known where the gate is defined. */
const checkNames = (
  low: Lowering,
  expression: Expression,
  known: (name: string) => boolean,
): void => {
  const check = (part: Expression): void => checkNames(low, part, known);
  low.charge(1, expression.at);
  switch (expression.kind) {
    case 'literal':
      return;
    case 'unary':
    case 'cast':
      return check(expression.operand);
    case 'binary':
      check(expression.left);
      return check(expression.right);
    case 'call':
      if (!Object.hasOwn(BUILTINS, expression.name)) {
        const message = `${quote(expression.name)} is not a function that the reader knows`;
        throw new Problem(expression.at, message, `Use ${Object.keys(BUILTINS).join(', ')}`);
      }
      return expression.args.forEach(check);
    case 'reference':
      checkReference(low, expression.operand, known);
      return expression.operand.selectors.flatMap(selectorParts).forEach(check);
  }
};

const checkReference = (
  low: Lowering,
  { name, at }: Operand,
  known: (name: string) => boolean,
): void => {
  if (known(name)) return;
  low.assertKnown(name);
  const message = `${quote(name)} is not a parameter or constant`;
  throw new Problem(at, message, 'Add it to the parameters of the gate');
};

const selectorParts = (selector: Selector): readonly Expression[] => {
  if (selector.kind === 'index') return [selector.index];
  if (selector.kind === 'set') return selector.items;
  const { start, step, stop } = selector;
  return [start, step, stop].filter((part) => part !== undefined);
};
