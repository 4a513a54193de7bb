import { invariant, type Classical, type ClassicalOperator } from '@xdv/domain-model';
import { functionNamed } from '../analysis/functions.ts';
import type { QasmSymbol } from '../analysis/symbol.ts';
import type { Call, Expression, Extern, Subroutine } from '../syntax/ast.ts';
import type { ComplexType, ScalarType, Type } from '../types/type.ts';
import { callFunction, resolveFunction, type FunctionName } from '../values/functions.ts';
import { classicalType, dimensionsOf, known, REAL, running, type Abstract } from './abstract.ts';
import { readPlace } from './access.ts';
import { castTo, constant, operation } from './classical.ts';
import { computeBinary } from './compute.ts';
import { convert, expressionOf, expressionsOf } from './convert.ts';
import { LOWER_LIMITS } from './emitter.ts';
import { closeTarget, openTarget, raise } from './flow.ts';
import { describeInput, valueFrom } from './inputs.ts';
import type { Binding, Lowering } from './lowering.ts';
import { placeOf } from './place.ts';
import { selectQubits } from './qubits.ts';
import { knownInteger, placeFor, placeHolding } from './select.ts';
import { runStatements } from './sequence.ts';
import { Stop } from './stop.ts';
import { hasCalls } from './totality.ts';
import { createVariable, type Variable } from './variable.ts';

/** What a call gives: of a subroutine, an extern, or a function of the language. */
export const evaluateCall = (low: Lowering, call: Call): Abstract => {
  const symbol = low.analysis.symbols[call.callee.id];
  if (symbol?.kind === 'subroutine') {
    const { definition } = symbol;
    return definition.kind === 'def'
      ? callSubroutine(low, call, symbol, definition)
      : callExtern(low, call, symbol, definition);
  }
  const { text } = call.callee;
  if (text === 'sizeof') return sizeOf(low, call);
  const name = functionNamed(low.analysis.version, text);
  invariant(name !== undefined, 'a function that does not exist', text);
  return callBuiltIn(low, name, call);
};

/** `sizeof` of a reference whose size the caller decides. */
const sizeOf = (low: Lowering, { args }: Call): Abstract => {
  const { type } = placeFor(low, args[0]!);
  invariant(type.kind === 'array', 'the size of an array', type.kind);
  const dimensions = dimensionsOf(type);
  const which = args[1] === undefined ? 0n : knownInteger(low, args[1]);
  const size = dimensions[Number(which)];
  if (size !== undefined) return known({ kind: 'uint', width: 64 }, BigInt(size));
  const message = `an array of ${dimensions.length} dimensions has no dimension ${which}`;
  throw new Stop('INDEX_RANGE', args[1]!, message, 'Dimensions are counted from 0');
};

const callBuiltIn = (low: Lowering, name: FunctionName, call: Call): Abstract => {
  const given = call.args.map((arg) => low.rules.evaluate(low, arg));
  const values = given.map((arg) => (arg.kind === 'known' ? arg.value : undefined));
  const overload = resolveFunction(name, given.map(({ type }) => type), values);
  invariant(overload !== null, 'a function that does not take this', name);
  const args = given.map((arg, k) => convert(low, arg, overload.params[k]!));
  const constants = args.map((arg) => (arg.kind === 'known' ? arg.value : null));
  if (constants.every((value) => value !== null)) {
    const { value, reason } = callFunction(name, overload, constants);
    if (value !== undefined) return known(overload.result, value);
    throw new Stop('CONSTANT_INVALID', call, reason, 'Use arguments for which it is defined');
  }
  return runBuiltIn(low, name, args, overload.result, call);
};

const runBuiltIn = (
  low: Lowering,
  name: FunctionName,
  args: readonly Abstract[],
  result: ScalarType,
  call: Call,
): Abstract => {
  const [first, second] = args as [Abstract, Abstract?];
  if (name === 'mod' || name === 'pow') {
    if (result.kind === 'complex') return computeBinary(low, '**', first, second!, call);
    // both in the type of the result, which the overload found: `%` has no floats
    const type = classicalType(result);
    const [a, b] = [first, second!].map((arg) => castTo(type, expressionOf(arg)));
    return running(result, low.settled(operation(name, type, a!, b!)));
  }
  if (name === 'real' || name === 'imag') {
    const part = expressionsOf(first)[name === 'real' ? 0 : 1]!;
    return running({ kind: 'float', width: (first.type as ComplexType).width }, part);
  }
  if (first.type.kind === 'complex') {
    const message = `${name} of a complex number that depends on outcomes`;
    throw new Stop('RUNTIME_UNSUPPORTED', call, message, 'Compute it from its parts');
  }
  const of = expressionOf(first);
  if (name === 'rotl' || name === 'rotr') return rotated(low, name, first, second!);
  if (name === 'popcount') {
    const bits = castTo({ kind: 'uint', width: of.type.width }, of);
    const count = operation('popcount', { kind: 'uint', width: 64 }, bits);
    return convert(low, running({ kind: 'uint', width: 64 }, low.settled(count)), result);
  }
  const real = castTo({ kind: 'float', width: 64 }, of);
  const computed = operation(name satisfies ClassicalOperator, real.type, real);
  return convert(low, running(REAL, low.settled(computed)), result);
};

/** A rotation; the other way for a negative distance. */
const rotated = (
  low: Lowering,
  name: 'rotl' | 'rotr',
  value: Abstract,
  distance: Abstract,
): Abstract => {
  const of = expressionOf(value);
  const bits = castTo({ kind: 'uint', width: of.type.width }, of);
  const turned = operation(name, bits.type, bits, placesIn(expressionOf(distance), of.type.width));
  return running(value.type as ScalarType, low.settled(castTo(of.type, turned)));
};

/** A distance modulo the width, from 0. */
const placesIn = (distance: Classical, width: number): Classical => {
  const uint = { kind: 'uint', width: 64 } as const;
  if (distance.type.kind !== 'int') return castTo(uint, distance);
  const int = { kind: 'int', width: 64 } as const;
  const size = constant(int, BigInt(width));
  const rest = operation('mod', int, castTo(int, distance), size);
  return castTo(uint, operation('mod', int, operation('add', int, rest, size), size));
};

type SubroutineSymbol = QasmSymbol & { readonly kind: 'subroutine' };

const callExtern = (
  low: Lowering,
  call: Call,
  symbol: SubroutineSymbol,
  { name }: Extern,
): Abstract => {
  const externs = low.options.externs ?? {};
  const implementation = Object.hasOwn(externs, name.text) ? externs[name.text] : undefined;
  if (implementation === undefined) {
    const hint = `Give one as externs: { ${name.text}: (...) => ... }`;
    throw new Stop('BINDING_MISSING', call, `extern ${name.text} has no implementation`, hint);
  }
  const args = call.args.map((arg, k) => {
    const value = convert(low, low.rules.evaluate(low, arg), symbol.params[k]!);
    if (value.kind === 'known') return value.value;
    const message = `an argument of extern ${name.text} depends on outcomes`;
    throw new Stop('RUNTIME_UNSUPPORTED', arg, message, 'Use arguments that are known');
  });
  const given = implementation(...args);
  if (symbol.returns.kind === 'void') return NOTHING;
  const value = valueFrom(given, symbol.returns);
  if (value !== null) return known(symbol.returns, value);
  const message = `extern ${name.text} did not give ${describeInput(symbol.returns)}`;
  throw new Stop('INPUT_INVALID', call, message, 'Have it give what the program declares');
};

const NOTHING: Abstract = known({ kind: 'void' }, 0n);

/** What a parameter is bound to: qubits and arrays as they are, other values as a copy. */
const argumentOf = (
  low: Lowering,
  type: Type,
  arg: Expression,
  keep: boolean,
): Binding | Abstract => {
  if (type.kind === 'qubit') {
    return { kind: 'qubits', qubits: selectQubits(low, arg).qubits, single: type.size === null };
  }
  if (type.kind === 'array') return { kind: 'place', place: placeFor(low, arg) };
  const value = convert(low, low.rules.evaluate(low, arg), type);
  // a call in a later argument may change what this one reads
  return keep && value.kind === 'running' ? running(value.type, low.kept(value.of)) : value;
};

const isBinding = (argument: Binding | Abstract): argument is Binding =>
  argument.kind === 'qubits' || argument.kind === 'place';

const callSubroutine = (
  low: Lowering,
  call: Call,
  { params, returns }: SubroutineSymbol,
  definition: Subroutine,
): Abstract => {
  const { callsMax } = LOWER_LIMITS;
  if (low.calls >= callsMax) {
    const message = `subroutines call subroutines more than ${callsMax} deep`;
    throw new Stop('NEVER_ENDS', call, message, 'Check that the recursion ends');
  }
  const keep = call.args.some(hasCalls);
  const given = call.args.map((arg, k) => argumentOf(low, params[k]!, arg, keep));
  const result =
    returns.kind === 'void'
      ? null
      : createVariable(low, '', returns as ScalarType, null, low.temporaries);
  low.calls++;
  try {
    low.scoped(() => runBody(low, definition, given, result));
  } finally {
    low.calls--;
  }
  return result === null ? NOTHING : readPlace(low, placeOf(result));
};

const runBody = (
  low: Lowering,
  definition: Subroutine,
  given: readonly (Binding | Abstract)[],
  result: Variable | null,
): void => {
  const { frame, loop, qubitsInScope } = low;
  const target = openTarget(low);
  for (const [k, { name }] of definition.params.entries()) {
    const argument = given[k]!;
    const binding: Binding = isBinding(argument)
      ? argument
      : { kind: 'place', place: placeHolding(low, argument, name.text) };
    low.bindings.set(low.symbol(name.id), binding);
  }
  low.frame = { target, result };
  low.loop = null;
  low.qubitsInScope = given.flatMap((arg) => (arg.kind === 'qubits' ? arg.qubits : []));
  try {
    const flow = runStatements(low, definition.body.statements);
    escape(low, closeTarget(low, target, flow), definition);
  } finally {
    Object.assign(low, { frame, loop, qubitsInScope });
  }
};

/** What leaves a subroutine otherwise than by its end: `end`. */
const escape = (
  low: Lowering,
  { jump, maybe }: ReturnType<typeof closeTarget>,
  { name, returns }: Subroutine,
): void => {
  if (jump === null && maybe.size === 0) return;
  if (returns !== null) {
    const message = `${name.text} gives a value, and may end the program instead`;
    throw new Stop('RUNTIME_UNSUPPORTED', name, message, 'End the program where it is called');
  }
  for (const target of maybe) low.escapes.add(target);
  if (jump === null) return;
  raise(low, jump);
  low.escapes.add(jump);
};
