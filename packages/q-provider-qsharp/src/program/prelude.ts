/** What a program says when a loop would exceed its rounds. */
export const ROUNDS_EXCEEDED = 'rounds exceeded';

/** What a program says when an expression has no value; of division by zero Q# says it. */
export const NO_VALUES = ['no value', 'division by zero'] as const;

const NO_VALUE = `fail "${NO_VALUES[0]}";`;

/** Gates and measurements of a device that errs. */
const ERRORS = [
  'operation Err(p : Double, qs : Qubit[]) : Unit {',
  '  if DrawRandomDouble(0.0, 1.0) < p {',
  '    mutable k = DrawRandomInt(1, 4 ^ Length(qs) - 1);',
  '    for q in qs {',
  '      if k % 4 == 1 { X(q); } elif k % 4 == 2 { Y(q); } elif k % 4 == 3 { Z(q); }',
  '      set k /= 4;',
  '    }',
  '  }',
  '}',
  'operation Misread(high : Double, low : Double, one : Bool) : Bool {',
  '  return DrawRandomDouble(0.0, 1.0) < (one ? low | high) ? not one | one;',
  '}',
];

/** Integers of w bits, without and with a sign, in and out of the bits b. */
const WIDTHS = [
  'function U(v : BigInt, w : Int) : BigInt {',
  '  let rest = v % (2L ^ w);',
  '  return rest < 0L ? rest + 2L ^ w | rest;',
  '}',
  'function I(v : BigInt, w : Int) : BigInt {',
  '  let rest = U(v, w);',
  '  return rest >= 2L ^ (w - 1) ? rest - 2L ^ w | rest;',
  '}',
  'function Read(b : Bool[], at : Int, w : Int) : BigInt {',
  '  return BoolArrayAsBigInt(b[at..at + w - 1]);',
  '}',
  'function Write(b : Bool[], at : Int, w : Int, v : BigInt) : Bool[] {',
  '  mutable next = b;',
  '  mutable rest = U(v, w);',
  '  for k in 0..w - 1 { set next w/= at + k <- rest % 2L == 1L; set rest /= 2L; }',
  '  return next;',
  '}',
  'function Element(by : BigInt, count : Int) : Int {',
  `  if by < 0L or by >= IntAsBigInt(count) { ${NO_VALUE} }`,
  '  return BigIntAsInt(by);',
  '}',
];

/** Operators that Q# lacks, or has with another meaning for negative or large operands. */
const OPERATORS = [
  'function AtMost(b : BigInt, w : Int) : Int {',
  '  return b < IntAsBigInt(w) ? BigIntAsInt(b) | w;',
  '}',
  'function Shl(a : BigInt, b : BigInt, w : Int) : BigInt { return a * 2L ^ AtMost(b, w); }',
  'function Shr(a : BigInt, b : BigInt, w : Int) : BigInt {',
  '  let by = 2L ^ AtMost(b, w);',
  '  return a >= 0L ? a / by | -1L - (-1L - a) / by;',
  '}',
  'function Rotl(a : BigInt, b : BigInt, w : Int) : BigInt {',
  '  let by = BigIntAsInt(b % IntAsBigInt(w));',
  '  return U(a, w) * 2L ^ by + U(a, w) / 2L ^ (w - by);',
  '}',
  'function Rotr(a : BigInt, b : BigInt, w : Int) : BigInt {',
  '  return Rotl(a, IntAsBigInt(w) - b % IntAsBigInt(w), w);',
  '}',
  'function Popcount(a : BigInt) : BigInt {',
  '  mutable count = 0L;',
  '  mutable rest = a;',
  '  while rest > 0L { set count += rest % 2L; set rest /= 2L; }',
  '  return count;',
  '}',
  'function Pow(a : BigInt, b : BigInt, w : Int) : BigInt {',
  `  if b < 0L { ${NO_VALUE} }`,
  '  mutable result = 1L;',
  '  mutable square = U(a, w);',
  '  mutable rest = b;',
  '  while rest > 0L {',
  '    if rest % 2L == 1L { set result = U(result * square, w); }',
  '    set square = U(square * square, w);',
  '    set rest /= 2L;',
  '  }',
  '  return result;',
  '}',
  'function Angle(x : Double) : Double {',
  `  if IsNaN(x) or IsInfinite(x) { ${NO_VALUE} }`,
  '  return x;',
  '}',
];

/**
 * Head of a program with what its statements call, since the library compiles all that it is given.
 * `Err` is the depolarizing channel of the port: with probability p one of the 4^k - 1 Pauli errors
 * on k qubits, each as likely. The library's own Pauli noise acts on each qubit apart and on every
 * gate of a decomposition, so it is another one.
 */
export const preludeOf = (lines: readonly string[]): readonly string[] => [
  'namespace Xdv {',
  'import Std.Convert.*;',
  'import Std.Math.*;',
  'import Std.Random.*;',
  ...(lines.some((line) => /\b(?:Err|Misread)\(/.test(line)) ? ERRORS : []),
  ...(lines.some((line) => /\b(?:Write|Angle)\(/.test(line)) ? [...WIDTHS, ...OPERATORS] : []),
];
