import type { Call, Expression, IndexSet, Range, ScalarTypeNode } from '../../src/syntax/ast.ts';
import { builtIn, isBuiltIn } from './functions.ts';
import { kindOf } from './kinds.ts';
import { binary, unary } from './operators.ts';
import { indexPlace } from './places.ts';
import { callSubroutine } from './subroutines.ts';
import {
  bits,
  bool,
  complex,
  convert,
  float,
  int,
  integerOf,
  isTrue,
  unexpected,
  whole,
  type Datum,
} from './values.ts';
import { type Place, type Scope, variable, type World } from './world.ts';

const CONSTANTS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  π: Math.PI,
  tau: 2 * Math.PI,
  τ: 2 * Math.PI,
  euler: Math.E,
  ℇ: Math.E,
};

const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

const numberIn = (text: string): number => Number(text.replaceAll('_', ''));

const integerLiteral = (text: string): Datum => {
  const v = BigInt(text.replaceAll('_', '').toLowerCase());
  return v < 2n ** 63n ? int(v) : whole('uint', Math.max(64, v.toString(2).length), v);
};

export const evaluate = (world: World, scope: Scope, e: Expression): Datum => {
  const value = (inner: Expression): Datum => evaluate(world, scope, inner);
  switch (e.kind) {
    case 'identifier':
      return readName(scope, e.name);
    case 'integer':
      return world.real ? float(numberIn(e.text)) : integerLiteral(e.text);
    case 'float':
      return float(numberIn(e.text));
    case 'imaginary':
      return complex(0, numberIn(e.text));
    case 'boolean':
      return bool(e.value);
    case 'bitstring':
      return bits([...e.text.replaceAll('_', '')].reverse().map(Number));
    case 'duration':
      return { t: 'time', w: null, v: numberIn(e.text) * (UNITS[e.unit] ?? Number.NaN) };
    case 'hardware':
      return { t: 'qubits', q: [world.machine.named(`$${e.index}`)], single: true };
    case 'group':
      return value(e.inner);
    case 'unary':
      return unary(e.operator, value(e.operand));
    case 'binary':
      if (e.operator === '&&') return bool(isTrue(value(e.left)) && isTrue(value(e.right)));
      if (e.operator === '||') return bool(isTrue(value(e.left)) || isTrue(value(e.right)));
      return binary(e.operator, value(e.left), value(e.right));
    case 'index':
      return indexPlace(world, scope, e).get();
    case 'call':
      return call(world, scope, e);
    case 'cast':
      return convert(value(e.operand), kindOf(world, scope, e.type as ScalarTypeNode));
    case 'measure':
      return measured(world, value(e.operand));
    case 'array':
      return { t: 'array', items: e.items.map(value) };
    case 'durationof':
      // what a device takes decides on waits only, which change no outcome here
      return { t: 'time', w: null, v: Number.NaN };
    default:
      return unexpected(e.kind);
  }
};

const readName = (scope: Scope, name: string): Datum => {
  const known = scope.find(name);
  if (known === undefined && Object.hasOwn(CONSTANTS, name)) return float(CONSTANTS[name]!);
  return scope.place(name).get();
};

const measured = (world: World, operand: Datum): Datum => {
  if (operand.t !== 'qubits') return unexpected('measure');
  return bits(operand.q.map((qubit) => world.machine.measure(qubit)), operand.single);
};

/** An exponent that is written as a number, or as the name of a constant, is known. */
const isKnown = (scope: Scope, e: Expression | undefined): boolean => {
  if (e?.kind !== 'identifier') return e?.kind === 'integer';
  const found = scope.find(e.name);
  return found?.is === 'place' && found.constant;
};

const sizeOf = (array: Datum, dimension: bigint): Datum => {
  if (array.t !== 'array') return unexpected('sizeof');
  if (dimension > 0n) return sizeOf(array.items[0]!, dimension - 1n);
  return whole('uint', 64, BigInt(array.items.length));
};

const call = (world: World, scope: Scope, { callee, args }: Call): Datum => {
  const { text } = callee;
  const values = (): Datum[] => args.map((arg) => evaluate(world, scope, arg));
  if (text === 'sizeof') {
    const [array, dimension] = values();
    return sizeOf(array!, dimension === undefined ? 0n : integerOf(dimension));
  }
  if (isBuiltIn(text)) return builtIn(text, values(), isKnown(scope, args[1]));
  const result = callSubroutine(world, scope, text, args);
  return result ?? unexpected(`the value of ${text}`);
};

/** The numbers of a range that is no index. */
export const rangeOf = (world: World, scope: Scope, { from, step, to }: Range): Datum[] => {
  const start = evaluate(world, scope, from!);
  const stop = evaluate(world, scope, to!);
  const by = step === null ? 1n : integerOf(evaluate(world, scope, step));
  // the numbers have the type in which both ends meet
  const zero = binary('-', binary('+', start, stop), start) as Datum & { w: number };
  const found: Datum[] = [];
  const last = integerOf(stop);
  for (let x = integerOf(start); by > 0n ? x <= last : x >= last; x += by) {
    found.push(whole(zero.t as 'int', zero.w, x));
  }
  return found;
};

/** What a `for` goes over. */
export const itemsOf = (
  world: World,
  scope: Scope,
  over: IndexSet | Range | Expression,
): readonly Datum[] => {
  if (over.kind === 'range') return rangeOf(world, scope, over);
  if (over.kind === 'set') return over.items.map((item) => evaluate(world, scope, item));
  const value = evaluate(world, scope, over);
  if (value.t === 'array') return value.items;
  return value.t === 'bits' ? value.b.map((bit) => bits([bit], true)) : unexpected('for');
};

/** A place for a temporary value, or the place that a name or an index stands for. */
export const placeOf = (world: World, scope: Scope, e: Expression): Place => {
  if (e.kind === 'group') return placeOf(world, scope, e.inner);
  if (e.kind === 'identifier') return scope.place(e.name);
  if (e.kind === 'index') return indexPlace(world, scope, e);
  return variable(evaluate(world, scope, e), (value) => value);
};
