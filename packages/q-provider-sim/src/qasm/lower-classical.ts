import { CIRCUIT_LIMITS } from '@xdv/domain-model';
import type {
  Assignment,
  Loop,
  Measurement,
  Name,
  Operand,
  RegisterDeclaration,
  Statement,
  VariableDeclaration,
} from './ast.ts';
import { Problem, quote } from './diagnostics.ts';
import { convert, evaluate, evaluateIndex, widthOf } from './evaluate.ts';
import type { Lowering } from './lowering.ts';
import type { Variable } from './scope.ts';
import { rangeValues, select } from './select.ts';
import { binary, int, toInteger, type Value } from './values.ts';

/** `qubit[n] q;`, `bit[n] c;`, `bit c = measure q;` */
export const declareRegister = (low: Lowering, statement: RegisterDeclaration): void => {
  const { kind, name, at, measured } = statement;
  if (low.scope !== low.global) {
    const hint = 'Move the declaration to the top of the program';
    throw new Problem(at, `${kind} can only be declared at the top level`, hint);
  }
  const size = registerSize(low, statement);
  if (statement.initial !== undefined) assertZero(low, statement);
  // selected first: a declaration does not see itself
  const source = measured === undefined ? undefined : select(low, measured, 'qubits');
  const qubits = kind === 'qubits';
  const start = qubits ? low.qubitCount : low.bitCount;
  const indices = Array.from({ length: size }, (_, k) => start + k);
  low.scope.declare(name, { kind, indices, single: statement.size === undefined });
  low[kind].push({ name: name.text, start, size });
  if (qubits) low.qubitCount += size;
  else low.bitCount += size;
  if (source !== undefined) measureInto(low, source.indices, indices, at);
};

const registerSize = (low: Lowering, statement: RegisterDeclaration): number => {
  const { kind, size: written, name } = statement;
  const size = written === undefined ? 1 : evaluateIndex(written, low);
  if (size < 1) {
    const message = `a register has at least 1 element, got ${size}`;
    throw new Problem(written?.at ?? name.at, message, 'Use a positive size');
  }
  const [total, most] =
    kind === 'qubits'
      ? [low.qubitCount + size, CIRCUIT_LIMITS.qubitsMax]
      : [low.bitCount + size, CIRCUIT_LIMITS.bitsMax];
  low.charge(Math.min(size, most), name.at);
  if (total <= most) return size;
  const message = `the program has ${total} ${kind}, at most ${most} are possible`;
  throw new Problem(written?.at ?? name.at, message, 'Use smaller registers', true);
};

/** Bits start at 0 and only measurements write them. */
const assertZero = (low: Lowering, { initial, name }: RegisterDeclaration): void => {
  if (initial === undefined || toInteger(evaluate(initial, low), initial.at) === 0n) return;
  const hint = 'Declare it without a value, and measure a qubit into it';
  throw new Problem(initial.at, `${quote(name.text)} can only start at 0`, hint);
};

/** `measure q -> c;` and `c = measure q;` */
export const lowerMeasurement = (low: Lowering, { source, target, at }: Measurement): void => {
  const qubits = select(low, source, 'qubits').indices;
  measureInto(low, qubits, select(low, target, 'bits').indices, at);
};

const measureInto = (
  low: Lowering,
  qubits: readonly number[],
  bits: readonly number[],
  at: number,
): void => {
  if (qubits.length !== bits.length) {
    const message = `cannot measure ${qubits.length} qubits into ${bits.length} bits`;
    throw new Problem(at, message, 'Use registers of equal size');
  }
  for (const [k, qubit] of qubits.entries()) {
    low.emit({ kind: 'measure', qubit, bit: bits[k]! }, at);
  }
};

/** `const float x = 1;`, `int n = 3;`... */
export const declareVariable = (low: Lowering, statement: VariableDeclaration): void => {
  const { name, type, constant, initial } = statement;
  if (constant && initial === undefined) {
    throw new Problem(name.at, 'a constant needs a value', `Write const ... ${name.text} = ...;`);
  }
  const width = widthOf(type, low);
  const value = initial === undefined ? undefined : evaluate(initial, low);
  declare(low, name, {
    kind: 'variable',
    type: type.name,
    width,
    constant,
    runtimeDepth: low.runtimeDepth,
    value: value === undefined ? undefined : convert(value, type.name, width, name.at),
  });
};

const declare = (low: Lowering, name: Name, variable: Variable): void =>
  low.scope.declare(name, variable);

/** `n = 3;`, `n += 1;` on a variable whose value is known while the program is read. */
export const lowerAssignment = (low: Lowering, statement: Assignment): void => {
  const { target, operator, value, at } = statement;
  const variable = assignable(low, target, at);
  let result: Value = evaluate(value, low);
  if (operator !== undefined) {
    if (variable.value === undefined) {
      throw new Problem(at, `${quote(target.name)} has no value yet`, 'Assign to it with = first');
    }
    result = binary(operator, variable.value, result, at);
  }
  variable.value = convert(result, variable.type, variable.width, at);
};

const assignable = (low: Lowering, { name, at, selectors }: Operand, where: number): Variable => {
  const binding = low.lookup(name);
  if (binding === undefined) {
    throw new Problem(at, `${quote(name)} is not declared`, `Declare it: int ${name};`);
  }
  if (binding.kind !== 'variable') {
    const hint = binding.kind === 'bits' ? 'Use measure or a gate' : 'Use gates and reset';
    throw new Problem(where, `${quote(name)} can only be written by the circuit`, hint);
  }
  if (binding.constant) {
    throw new Problem(at, `${quote(name)} is constant`, 'Declare it without const');
  }
  if (selectors.length > 0) {
    const what = 'assigning to part of a value: not supported';
    throw new Problem(selectors[0]!.at, what, 'Use << and |');
  }
  if (binding.runtimeDepth === low.runtimeDepth) return binding;
  const hint = 'Only gates, measurements and resets can depend on outcomes';
  throw new Problem(where, `${quote(name)} would depend on outcomes here`, hint);
};

/** Unrolls a loop. After an iteration with an error the rest is not tried. */
export const lowerLoop = (
  low: Lowering,
  loop: Loop,
  lowerBody: (body: readonly Statement[]) => void,
): void => {
  const { type, name, body, at } = loop;
  const width = type === undefined ? undefined : widthOf(type, low);
  const errors = low.issues.count;
  for (const item of loopValues(low, loop)) {
    low.charge(1, at);
    low.scoped(() => {
      declare(low, name, {
        kind: 'variable',
        type: type?.name ?? 'int',
        width,
        constant: true,
        runtimeDepth: low.runtimeDepth,
        value: convert(item, type?.name ?? 'int', width, name.at),
      });
      lowerBody(body);
    });
    if (low.ended || low.issues.count > errors) return;
  }
};

function* loopValues(low: Lowering, { over }: Loop): Generator<Value> {
  if (over.kind === 'set') {
    for (const item of over.items) yield evaluate(item, low);
    return;
  }
  const { start, step, stop, at } = over;
  const by = step === undefined ? 1 : evaluateIndex(step, low);
  const from = start === undefined ? 0 : evaluateIndex(start, low);
  const to = stop === undefined ? 0 : evaluateIndex(stop, low);
  for (const value of rangeValues(low, from, by, to, at)) yield int(BigInt(value));
}
