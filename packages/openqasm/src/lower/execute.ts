import { invariant } from '@xdv/domain-model';
import type {
  Assignment,
  ClassicalDeclaration,
  Include,
  Return,
  Statement,
} from '../syntax/ast.ts';
import { readPlace, writePlace } from './access.ts';
import { branch, prepare } from './branch.ts';
import { BIT, constant } from './classical.ts';
import { computeBinary } from './compute.ts';
import { runIf, runSwitch, runWhile } from './control.ts';
import { bindVariable, declare, initialise } from './declare.ts';
import { lowerBox, lowerDelay } from './duration.ts';
import { evaluate, evaluateAs } from './evaluate.ts';
import { jumpTo, raise, STRAIGHT, type Flow, type Target } from './flow.ts';
import { lowerGateCall } from './gate-call.ts';
import { runFor } from './loop.ts';
import type { Lowering } from './lowering.ts';
import { placeOf } from './place.ts';
import { assignMeasured, lowerBarrier, lowerReset } from './quantum.ts';
import { RunningQubit } from './qubits.ts';
import { placeFor } from './select.ts';
import { runBlock, runStatements } from './sequence.ts';
import { Stop } from './stop.ts';
import { store } from './variable.ts';
import { writesOf } from './writes.ts';

/** Lowers one statement. */
export const execute = (low: Lowering, statement: Statement): Flow => {
  low.out.step();
  low.out.here = statement;
  const flow = attempt(low, statement, () => low.statement(() => perform(low, statement)));
  if (low.escapes.size === 0) return flow;
  const maybe = new Set([...flow.maybe, ...low.escapes]);
  low.escapes = new Set();
  return { ...flow, maybe };
};

/** Runs a statement; where a qubit is chosen by outcomes, once for each that it may be. */
const attempt = (low: Lowering, statement: Statement, run: () => Flow): Flow => {
  const { ops } = low.out;
  const before = ops.length;
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RunningQubit)) throw error;
    // what was done already must not be done again in each branch
    const begun = ops.slice(before).some(({ kind }) => kind !== 'set');
    if (!begun && statement.kind !== 'alias') {
      return low.statement(() => eachQubit(low, statement, error, run));
    }
    const hint = 'Use the qubit in a statement of its own';
    throw new Stop('RUNTIME_UNSUPPORTED', statement, error.message, hint);
  }
};

/** The choice as one bit for each qubit, then a branch on each. Fails the run outside of them. */
const eachQubit = (
  low: Lowering,
  statement: Statement,
  { id, by, size }: RunningQubit,
  run: () => Flow,
): Flow => {
  const { at } = low.temporary(size);
  low.out.emit({ kind: 'set', at, value: constant({ kind: 'uint', width: size }, 0n) });
  const index = { by, count: size, stride: 1 };
  low.out.emit({ kind: 'set', at, index, value: constant(BIT, 1n) });
  const once = statement.kind === 'variable' ? declaredFirst(low, statement) : run;
  prepare(low, writesOf(low, [statement]));
  const maybe = new Set<Target>();
  for (let place = 0; place < size; place++) {
    low.chosen.set(id, place);
    const { ops, result } = branch(low, () => attempt(low, statement, once));
    low.chosen.delete(id);
    for (const target of result.maybe) maybe.add(target);
    if (result.jump !== null) {
      raise(low, result.jump, ops);
      maybe.add(result.jump);
    }
    low.out.emit({ kind: 'if', bits: [at + place], values: [1], then: ops, otherwise: [] });
  }
  return { jump: null, maybe };
};

/** A declaration whose name is known after it, whatever branch gave it its value. */
const declaredFirst = (low: Lowering, statement: ClassicalDeclaration): (() => Flow) => {
  const { name, initial } = statement;
  invariant(initial !== null, 'a declaration without a value');
  const place = bindVariable(low, name);
  invariant(place.kind === 'cell' || place.kind === 'view', 'a variable');
  store(low, place.variable);
  return () => {
    low.statement(() => initialise(low, place, initial));
    return STRAIGHT;
  };
};

const perform = (low: Lowering, statement: Statement): Flow => {
  switch (statement.kind) {
    case 'include':
      return runIncluded(low, statement);
    case 'block':
      return runBlock(low, statement);
    case 'box':
      return lowerBox(low, statement);
    case 'if':
      return runIf(low, statement);
    case 'for':
      return runFor(low, statement);
    case 'while':
      return runWhile(low, statement);
    case 'switch':
      return runSwitch(low, statement);
    case 'break':
    case 'continue':
      invariant(low.loop !== null, 'a jump outside of a loop');
      return jumpTo(statement.kind === 'break' ? low.loop.breaks : low.loop.continues);
    case 'end':
      return jumpTo(low.end);
    case 'return':
      return runReturn(low, statement);
    default:
      performSimple(low, statement);
      return STRAIGHT;
  }
};

type Simple = Exclude<
  Statement,
  { kind: 'include' | 'block' | 'box' | 'if' | 'for' | 'while' | 'switch' | 'break' | 'return' }
>;

/** Statements after which the program goes on with the next one. */
const performSimple = (low: Lowering, statement: Simple): void => {
  switch (statement.kind) {
    case 'qubits':
    case 'variable':
    case 'io':
    case 'alias':
      return declare(low, statement);
    case 'gatecall':
      return lowerGateCall(low, statement);
    case 'measure':
      return assignMeasured(low, placeFor(low, statement.target), statement.source);
    case 'reset':
      return lowerReset(low, statement);
    case 'barrier':
      return lowerBarrier(low, statement);
    case 'delay':
      return lowerDelay(low, statement);
    case 'assign':
      return assign(low, statement);
    case 'expression':
      evaluate(low, statement.expression);
      return;
    default:
    // definitions act where they are used; pragmas and calibrations are kept in the tree
  }
};

const runIncluded = (low: Lowering, { start }: Include): Flow => {
  const included = low.analysis.included.get(start);
  // a standard library declares gates only
  return included === undefined ? STRAIGHT : runStatements(low, included.statements);
};

const assign = (low: Lowering, { target, operator, value }: Assignment): void => {
  if (value.kind === 'measure') {
    return assignMeasured(low, placeFor(low, target), value.operand);
  }
  if (operator === null || operator === '~') {
    const place = placeFor(low, target);
    return writePlace(low, place, evaluateAs(low, value, place.type));
  }
  const given = evaluate(low, value);
  const place = placeFor(low, target);
  writePlace(low, place, computeBinary(low, operator, readPlace(low, place), given, target));
};

const runReturn = (low: Lowering, { value }: Return): Flow => {
  const { frame } = low;
  invariant(frame !== null, 'a return outside of a subroutine');
  const { result, target } = frame;
  if (value !== null && result !== null) {
    const place = placeOf(result);
    if (value.kind === 'measure') assignMeasured(low, place, value.operand);
    else writePlace(low, place, evaluateAs(low, value, place.type));
  }
  return jumpTo(target);
};

