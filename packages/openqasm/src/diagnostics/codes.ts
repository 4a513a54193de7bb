/**
 * The code of every diagnostic and what it stands for. Codes are stable: programs match on them,
 * never on messages.
 */
export const QASM_CODES = {
  // lexical
  CHARACTER_UNKNOWN: 'a character that starts no token',
  STRING_OPEN: 'a string that does not end on its line',
  COMMENT_OPEN: 'a comment that does not end',
  NUMBER_MALFORMED: 'a number that is not written as one',
  NAME_TOO_LONG: 'a name of more than 256 characters',
  // syntax
  SYNTAX: 'something else was expected here',
  BRACKET_OPEN: 'a bracket that is not closed',
  VERSION_MISPLACED: 'the version is not the first statement',
  VERSION_UNSUPPORTED: 'a version of the language that is not read',
  NOT_IN_VERSION: 'this version of the language does not have it',
  TOO_DEEP: 'nested deeper than the limit',
  TOO_LARGE: 'more of something than the limit',
  // names
  NAME_UNKNOWN: 'a name that nothing declares here',
  NAME_TAKEN: 'a name declared twice in one scope',
  NAME_RESERVED: 'a name that belongs to the language',
  WRONG_KIND: 'a name that stands for something else than is needed here',
  INCLUDE_UNKNOWN: 'a file that cannot be included',
  INCLUDE_CYCLE: 'a file that includes itself',
  // places
  NOT_GLOBAL: 'allowed only outside of every block',
  NOT_IN_LOOP: 'break or continue outside of a loop',
  NOT_IN_SUBROUTINE: 'return outside of a subroutine',
  NOT_IN_GATE: 'not allowed in the body of a gate',
  NOT_HERE: 'not allowed in this place',
  // types
  TYPE_MISMATCH: 'a value of a type that does not fit here',
  OPERATOR_TYPES: 'an operator that these types do not have',
  CAST_INVALID: 'a conversion that does not exist',
  NOT_CONSTANT: 'has to be known before the program runs',
  CONSTANT_INVALID: 'a constant expression without a value',
  VALUE_RANGE: 'a value out of range',
  WIDTH_INVALID: 'a width or size that is not possible',
  INDEX_RANGE: 'an index outside of what is indexed',
  INDEX_TYPE: 'something that cannot be indexed in this way',
  NOT_ASSIGNABLE: 'something that cannot be assigned to',
  RETURN_MISSING: 'a subroutine that does not return what it declares',
  // calls
  ARGUMENT_COUNT: 'more or fewer arguments than declared',
  QUBIT_COUNT: 'more or fewer qubits than the gate takes',
  QUBIT_REPEATED: 'the same qubit twice in one operation',
  BROADCAST_SIZES: 'registers of different sizes in one operation',
  MODIFIER_INVALID: 'a modifier that does not fit this gate',
  RECURSION: 'a gate or subroutine that calls itself',
  ALIASING: 'the same variable passed twice for writing',
  CASE_REPEATED: 'a case that an earlier one already covers',
  // lowering
  INPUT_MISSING: 'an input without a value',
  INPUT_INVALID: 'a value that does not fit its input',
  BINDING_MISSING: 'an extern or calibration without an implementation',
  RUNTIME_UNSUPPORTED: 'something that a circuit can only do if known before it runs',
  DURATION_UNKNOWN: 'a duration that needs a device',
  DURATION_INVALID: 'durations that cannot be satisfied',
  NEVER_ENDS: 'a loop that does not end, or recursion without end',
} as const satisfies Record<string, string>;

export type QasmCode = keyof typeof QASM_CODES;
