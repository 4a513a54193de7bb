/**
 * Kinds of token. Small numbers, because the parser compares one at every step; the order matters
 * where a range is named below. Source: OpenQASM 3 grammar (qasm3Lexer), and arXiv:1707.03429 for
 * version 2.
 */
export const T = {
  end: 0,
  name: 1,
  integer: 2,
  float: 3,
  imaginary: 4,
  duration: 5,
  string: 6,
  hardware: 7,
  /** A number that is not one; it was reported. */
  bad: 8,

  lparen: 9,
  rparen: 10,
  lbracket: 11,
  rbracket: 12,
  lbrace: 13,
  rbrace: 14,
  comma: 15,
  semicolon: 16,
  colon: 17,
  at: 18,
  arrow: 19,
  tilde: 20,
  bang: 21,
  dim: 22,
  equals: 23,

  join: 24,
  or: 25,
  and: 26,
  bitOr: 27,
  bitXor: 28,
  bitAnd: 29,
  equal: 30,
  unequal: 31,
  less: 32,
  lessEqual: 33,
  greater: 34,
  greaterEqual: 35,
  shiftLeft: 36,
  shiftRight: 37,
  plus: 38,
  minus: 39,
  star: 40,
  slash: 41,
  percent: 42,
  power: 43,

  setOr: 44,
  setXor: 45,
  setAnd: 46,
  setNot: 47,
  setShiftLeft: 48,
  setShiftRight: 49,
  setPlus: 50,
  setMinus: 51,
  setStar: 52,
  setSlash: 53,
  setPercent: 54,
  setPower: 55,

  // words of both versions
  openqasm: 56,
  include: 57,
  qreg: 58,
  creg: 59,
  gate: 60,
  barrier: 61,
  measure: 62,
  reset: 63,
  if: 64,
  // of version 2 alone
  opaque: 65,
  // of version 3 alone
  defcalgrammar: 66,
  def: 67,
  cal: 68,
  defcal: 69,
  extern: 70,
  box: 71,
  let: 72,
  break: 73,
  continue: 74,
  else: 75,
  endProgram: 76,
  return: 77,
  for: 78,
  while: 79,
  in: 80,
  switch: 81,
  case: 82,
  default: 83,
  nop: 84,
  pragma: 85,
  input: 86,
  output: 87,
  const: 88,
  readonly: 89,
  mutable: 90,
  qubit: 91,
  bool: 92,
  bit: 93,
  int: 94,
  uint: 95,
  float_: 96,
  angle: 97,
  complex: 98,
  array: 99,
  void: 100,
  duration_: 101,
  stretch: 102,
  gphase: 103,
  inv: 104,
  pow: 105,
  ctrl: 106,
  negctrl: 107,
  durationof: 108,
  delay: 109,
  true: 110,
  false: 111,
} as const;

export const KINDS = 112;
const FIRST_WORD = T.openqasm;
const FIRST_WORD_OF_3 = T.defcalgrammar;

const SYMBOLS =
  '( ) [ ] { } , ; : @ -> ~ ! #dim = ' +
  '++ || && | ^ & == != < <= > >= << >> + - * / % ** ' +
  '|= ^= &= ~= <<= >>= += -= *= /= %= **=';

const WORDS =
  'OPENQASM include qreg creg gate barrier measure reset if opaque ' +
  'defcalgrammar def cal defcal extern box let break continue else end return for while in ' +
  'switch case default nop pragma input output const readonly mutable qubit bool bit int uint ' +
  'float angle complex array void duration stretch gphase inv pow ctrl negctrl durationof delay ' +
  'true false';

const FOUND = [
  'the end of the program',
  'a name',
  'an integer',
  'a number',
  'a number',
  'a duration',
  'a string',
  'a qubit',
  'a number',
] as const;

/** How each kind is written; what is not written in one way has an empty one. */
export const SPELLINGS: readonly string[] = [
  ...FOUND.map(() => ''),
  ...SYMBOLS.split(' '),
  ...WORDS.split(' '),
];

/** A name for a kind without a fixed spelling, for messages. */
export const foundName = (kind: number): string => FOUND[kind] ?? '';

/** Every word that belongs to a version of the language, with its kind. */
export const KEYWORDS: readonly (readonly [string, number])[] = WORDS.split(' ').map(
  (word, index) => [word, FIRST_WORD + index],
);

export const isWord = (kind: number): boolean => kind >= FIRST_WORD;

/** A word that is a name in version 2. */
export const isWordOf3 = (kind: number): boolean => kind >= FIRST_WORD_OF_3;

/** The kind of a word in a version: what belongs to the other version is a name. */
export const kindInVersion = (kind: number, version: 2 | 3): number => {
  if (version === 3) return kind === T.opaque ? T.name : kind;
  return kind >= FIRST_WORD_OF_3 ? T.name : kind;
};

const marked = (kinds: readonly number[]): Uint8Array => {
  const marks = new Uint8Array(KINDS);
  for (const kind of kinds) marks[kind] = 1;
  return marks;
};

/** Words with which a statement starts and that no expression contains. */
export const STATEMENT_WORDS = marked([
  ...[T.openqasm, T.include, T.qreg, T.creg, T.gate, T.barrier, T.reset, T.if, T.opaque],
  ...[T.defcalgrammar, T.def, T.cal, T.defcal, T.extern, T.box, T.let, T.break, T.continue],
  ...[T.endProgram, T.return, T.for, T.while, T.switch, T.nop, T.pragma, T.input, T.output],
  ...[T.const, T.qubit, T.gphase, T.delay, T.case, T.default, T.else],
]);

/** Words of statements that are only allowed outside of every block. */
export const GLOBAL_WORDS = marked([
  ...[T.openqasm, T.include, T.gate, T.opaque, T.def, T.defcal, T.defcalgrammar, T.extern],
]);

/** Types other than arrays and qubits. */
export const SCALAR_WORDS = marked([
  ...[T.bit, T.int, T.uint, T.float_, T.angle, T.bool, T.duration_, T.stretch, T.complex],
]);
