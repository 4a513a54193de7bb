import type { Conditional, Delay, Operand, Statement } from './ast.ts';
import { branch, toCondition } from './conditions.ts';
import { Dependent, Problem } from './diagnostics.ts';
import { includedGates } from './includes.ts';
import {
  declareRegister,
  declareVariable,
  lowerAssignment,
  lowerLoop,
  lowerMeasurement,
} from './lower-classical.ts';
import { chosenQubits, defineGate, lowerBarrier, lowerCall } from './lower-gates.ts';
import type { Lowering } from './lowering.ts';
import { select } from './select.ts';

/**
 * Performs one statement at reading time: declares names, appends operations, unrolls loops.
 * What is wrong with it is reported; the rest of the program can still be lowered.
 */
export const lowerStatement = (low: Lowering, statement: Statement): void => {
  if (low.ended || low.issues.stopped) return;
  try {
    low.charge(1, statement.at);
    perform(low, statement);
  } catch (error) {
    if (error instanceof Problem) low.issues.add(error);
    else if (!(error instanceof Dependent)) throw error;
    // a refused name is not reported again at each of its uses
    if ('name' in statement && typeof statement.name === 'object') low.poison(statement.name.text);
    chargeFailure(low, statement.at);
  }
};

/** Unwinding is slow: a program of nothing but failures must still end soon. */
const FAILURE_STEPS = 200;

const chargeFailure = (low: Lowering, at: number): void => {
  try {
    low.charge(FAILURE_STEPS, at);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    low.issues.add(error);
  }
};

const lowerAll = (low: Lowering, statements: readonly Statement[]): void => {
  for (const statement of statements) lowerStatement(low, statement);
};

const perform = (low: Lowering, statement: Statement): void => {
  switch (statement.kind) {
    case 'call':
      return lowerCall(low, statement);
    case 'barrier':
      return lowerBarrier(low, statement);
    case 'gate':
      return defineGate(low, statement);
    case 'qubits':
    case 'bits':
      return declareRegister(low, statement);
    case 'variable':
      return declareVariable(low, statement);
    case 'assign':
      return lowerAssignment(low, statement);
    case 'for':
      return lowerLoop(low, statement, (body) => lowerAll(low, body));
    case 'if':
      return lowerConditional(low, statement);
    case 'measure':
      return lowerMeasurement(low, statement);
    case 'delay':
      return lowerDelay(low, statement);
    case 'include':
      return include(low, statement.file, statement.at);
    case 'reset':
      return lowerReset(low, statement.operands, statement.at);
    case 'alias':
      return declareAlias(low, statement);
    case 'block':
      return low.scoped(() => lowerAll(low, statement.body));
    case 'end':
      return lowerEnd(low, statement.at);
  }
};

const include = (low: Lowering, file: string, at: number): void => {
  for (const [name, gate] of includedGates(low.version, file, at)) {
    if (!low.gates.has(name)) low.gates.set(name, gate);
  }
};

const lowerConditional = (low: Lowering, statement: Conditional): void => {
  const { at } = statement;
  const condition = toCondition(low, statement.condition);
  if (typeof condition === 'boolean') {
    const chosen = condition ? statement.then : statement.otherwise;
    return low.scoped(() => lowerAll(low, chosen));
  }
  low.runtimeDepth++;
  try {
    const then = low.collect(() => lowerAll(low, statement.then));
    const otherwise = low.collect(() => lowerAll(low, statement.otherwise));
    const { ops, size, depth } = branch(condition, then, otherwise, at);
    for (const op of ops) low.emit(op, at, size, depth);
  } finally {
    low.runtimeDepth--;
  }
};

const lowerDelay = (low: Lowering, { ns, operands, at }: Delay): void => {
  for (const qubit of chosenQubits(low, operands, at)) low.emit({ kind: 'delay', qubit, ns }, at);
};

const lowerReset = (low: Lowering, operands: readonly Operand[], at: number): void => {
  for (const qubit of chosenQubits(low, operands, at)) low.emit({ kind: 'reset', qubit }, at);
};

const declareAlias = (
  low: Lowering,
  { name, parts }: Statement & { readonly kind: 'alias' },
): void => {
  const first = low.lookup(parts[0]!.name);
  const kind = first?.kind === 'bits' ? 'bits' : 'qubits';
  const registers = parts.map((part) => select(low, part, kind));
  const single = registers.length === 1 && registers[0]!.single;
  low.scope.declare(name, { kind, single, indices: registers.flatMap(({ indices }) => indices) });
};

const lowerEnd = (low: Lowering, at: number): void => {
  if (low.runtimeDepth > 0) {
    const hint = 'Put the rest of the program under else';
    throw new Problem(at, "'end' under a condition on outcomes: not supported", hint);
  }
  low.ended = true;
};
