import { radiansOfAngle } from '@xdv/domain-model';
import { INT, commonNumber } from '../types/promote.ts';
import { assignable } from '../types/rules.ts';
import type { IntegerType, ScalarType, Type } from '../types/type.ts';
import { expComplex, powComplex, sqrtComplex } from './complex.ts';
import { asBigint, asComplex, asNumber } from './guard.ts';
import { operate } from './operate.ts';
import { type Outcome, gives, lacks } from './outcome.ts';
import type { Value } from './value.ts';

/** Constants that the language declares, in ASCII and as a symbol: all are `float[64]`. */
export const BUILT_IN_CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['π', Math.PI],
  ['tau', 2 * Math.PI],
  ['τ', 2 * Math.PI],
  ['euler', Math.E],
  ['ℇ', Math.E],
]);

/** One way to call a function: what to convert the arguments to, and what it gives. */
export interface Overload {
  readonly params: readonly ScalarType[];
  readonly result: ScalarType;
}

type Arguments = readonly Type[];
type Known = readonly (Value | undefined)[];
/** The overload for these arguments, if they can be converted to it. */
type Candidate = (args: Arguments, known: Known) => Overload | null;

const DOUBLE: ScalarType = { kind: 'float', width: 64 };
const COMPLEX: ScalarType = { kind: 'complex', width: 64 };
const UINT: IntegerType = { kind: 'uint', width: 64 };

const isInteger = (type: Type): type is IntegerType => type.kind === 'int' || type.kind === 'uint';

const fixed =
  (params: readonly ScalarType[], result: ScalarType): Candidate =>
  (args) =>
    params.every((param, k) => assignable(args[k]!, param)) ? { params, result } : null;

const onFloat = fixed([DOUBLE], DOUBLE);
const onFloats = fixed([DOUBLE, DOUBLE], DOUBLE);
const onComplex = fixed([COMPLEX], COMPLEX);

const onAngle: Candidate = ([arg]) =>
  arg?.kind === 'angle' ? { params: [arg], result: DOUBLE } : null;

/** Integers at least as wide as `int`, so that none changes its value on the way. */
const integers = (args: Arguments): IntegerType | null => {
  let common: ScalarType | null = INT;
  for (const arg of args) common = common && commonNumber(common, arg);
  return common !== null && isInteger(common) ? common : null;
};

const moduloOfIntegers: Candidate = (args) => {
  const type = integers(args);
  return type && { params: [type, type], result: type };
};

/** A number fits `uint` if its type says so, or its value where it is known. */
const isUnsigned = (type: Type, value: Value | undefined): boolean =>
  type.kind === 'uint' || (isInteger(type) && typeof value === 'bigint' && value >= 0n);

const powerOfIntegers: Candidate = ([base, exponent], [, known]) => {
  const type = integers([base!]);
  if (type === null || !isUnsigned(exponent!, known)) return null;
  return { params: [type, UINT], result: type };
};

/** `bit`, `bit[n]`, `uint[n]` and `angle[n]`: the types whose bits a program may turn. */
const hasBits = (type: Type | undefined): type is ScalarType =>
  type?.kind === 'bit' || type?.kind === 'uint' || type?.kind === 'angle';

const counting: Candidate = ([arg]) => (hasBits(arg) ? { params: [arg], result: UINT } : null);

const rotating: Candidate = ([arg, distance]) => {
  if (!hasBits(arg) || !isInteger(distance!)) return null;
  return { params: [arg, distance], result: arg };
};

const part: Candidate = ([arg]) => {
  if (arg?.kind !== 'complex') return fixed([COMPLEX], DOUBLE)([arg!], []);
  return { params: [arg], result: { kind: 'float', width: arg.width } };
};

interface Row {
  readonly arity: number;
  /** In the order in which they are tried. */
  readonly candidates: readonly Candidate[];
}

const row = (arity: number, ...candidates: readonly Candidate[]): Row => ({ arity, candidates });

const FUNCTIONS = {
  arccos: row(1, onFloat),
  arcsin: row(1, onFloat),
  arctan: row(1, onFloat),
  ceiling: row(1, onFloat),
  cos: row(1, onFloat, onAngle),
  exp: row(1, onFloat, onComplex),
  floor: row(1, onFloat),
  imag: row(1, part),
  log: row(1, onFloat),
  mod: row(2, moduloOfIntegers, onFloats),
  popcount: row(1, counting),
  pow: row(2, powerOfIntegers, onFloats, fixed([COMPLEX, COMPLEX], COMPLEX)),
  real: row(1, part),
  rotl: row(2, rotating),
  rotr: row(2, rotating),
  sin: row(1, onFloat, onAngle),
  sqrt: row(1, onFloat, onComplex),
  tan: row(1, onFloat, onAngle),
} as const satisfies Record<string, Row>;

/** The functions of the language that compute a value from values. */
export type FunctionName = keyof typeof FUNCTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];

export const isFunctionName = (name: string): name is FunctionName =>
  Object.hasOwn(FUNCTIONS, name);

/** Arguments that the function takes. */
export const arityOf = (name: FunctionName): number => FUNCTIONS[name].arity;

/**
 * How `name` is called with arguments of these types: the first overload to which all of them
 * convert unasked; null if there is none. `known` has the values of arguments that are known before
 * the program runs: `pow(2, -2)` is not the power of integers. Source: OpenQASM 3, "Built-in
 * constant expression functions".
 */
export const resolveFunction = (
  name: FunctionName,
  args: readonly Type[],
  known: readonly (Value | undefined)[] = [],
): Overload | null => {
  const { arity, candidates }: Row = FUNCTIONS[name];
  if (args.length !== arity) return null;
  for (const candidate of candidates) {
    const found = candidate(args, known);
    if (found !== null) return found;
  }
  return null;
};

const countOnes = (bits: bigint): bigint => BigInt(bits.toString(2).replaceAll('0', '').length);

/** Turns `bits` toward higher places; a negative distance turns the other way. */
const turned = (bits: bigint, distance: bigint, width: number): bigint => {
  const size = BigInt(width);
  const left = ((distance % size) + size) % size;
  return BigInt.asUintN(width, (bits << left) | (bits >> (size - left)));
};

const bitsIn = (type: ScalarType): number => {
  if (type.kind === 'bit') return type.size ?? 1;
  return 'width' in type ? type.width : 1;
};

const REAL: Readonly<Partial<Record<FunctionName, (x: number) => number>>> = {
  arccos: Math.acos,
  arcsin: Math.asin,
  arctan: Math.atan,
  ceiling: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  sin: Math.sin,
  sqrt: Math.sqrt,
  tan: Math.tan,
};

const realFunction = (name: FunctionName, type: ScalarType, value: Value): Outcome => {
  const x = type.kind === 'angle' ? radiansOfAngle(asBigint(value), type.width) : asNumber(value);
  const result = REAL[name]!(x);
  // only outside of a function's domain does a number give none
  if (Number.isNaN(result) && !Number.isNaN(x)) return lacks(`${name} has no value there`);
  return gives(result);
};

const complexPower = (a: Value, b: Value): Outcome => {
  const result = powComplex(asComplex(a), asComplex(b));
  return result === null ? lacks('zero to a power without a value') : gives(result);
};

const binaryFunction = (name: 'mod' | 'pow', type: ScalarType, a: Value, b: Value): Outcome => {
  if (type.kind === 'complex') return complexPower(a, b);
  if (type.kind !== 'float') {
    return operate(name === 'mod' ? '%' : '**', { left: type, right: type, result: type }, a, b);
  }
  const [x, y] = [asNumber(a), asNumber(b)];
  const result = name === 'mod' ? x % y : x ** y;
  if (Number.isNaN(result)) return lacks(`${name} has no value there`);
  return gives(result);
};

const complexFunction = (name: FunctionName, value: Value): Outcome =>
  gives((name === 'exp' ? expComplex : sqrtComplex)(asComplex(value)));

/**
 * The value of a function for arguments that were converted to `overload.params`; or why it has
 * none. Source: OpenQASM 3, "Built-in constant expression functions".
 */
export const callFunction = (
  name: FunctionName,
  { params, result }: Overload,
  args: readonly Value[],
): Outcome => {
  const [a, b] = [args[0]!, args[1]!];
  const type = params[0]!;
  switch (name) {
    case 'real':
      return gives(asComplex(a).re);
    case 'imag':
      return gives(asComplex(a).im);
    case 'popcount':
      return gives(countOnes(asBigint(a)));
    case 'rotl':
      return gives(turned(asBigint(a), asBigint(b), bitsIn(type)));
    case 'rotr':
      return gives(turned(asBigint(a), -asBigint(b), bitsIn(type)));
    case 'mod':
    case 'pow':
      return binaryFunction(name, type, a, b);
    default:
      return result.kind === 'complex' ? complexFunction(name, a) : realFunction(name, type, a);
  }
};
