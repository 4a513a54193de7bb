import type { DurationUnit, Expression, HardwareQubit } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { T } from './tokens.ts';

const BITS = /^"[01](?:_?[01])*"$/;

/** A hardware qubit has at most this many digits. */
const INDEX_DIGITS_MAX = 9;

/** The literal at the cursor, or `undefined` where none is. */
export const literal = (c: Cursor): Expression | undefined => {
  const { kind, start, end } = c;
  c.height = 1;
  if (kind === T.integer || kind === T.float) {
    const text = c.slice(start, end);
    if (c.version === 2 && kind === T.integer && text.length > 1) decimalOnly(c, text);
    c.advance();
    return { kind: kind === T.integer ? 'integer' : 'float', start, end, id: c.id(), text };
  }
  if (kind === T.hardware) return hardware(c);
  if (kind === T.true || kind === T.false) {
    c.advance();
    return { kind: 'boolean', start, end, id: c.id(), value: kind === T.true };
  }
  if (kind === T.string) return bitstring(c);
  if (kind === T.duration || kind === T.imaginary) return withUnit(c);
  return undefined;
};

const DECIMAL = /^\d+$/;

const decimalOnly = (c: Cursor, text: string): void => {
  if (DECIMAL.test(text)) return;
  notInVersion2(c, `the number '${text}'`, 'Write it with decimal digits alone');
};

/** Reports what only version 3 has, and goes on. */
export const notInVersion2 = (c: Cursor, what: string, hint: string): void => {
  c.complain('NOT_IN_VERSION', c, `version 2 does not have ${what}`, hint);
};

/** `$3`, where it is known to be. */
export const hardware = (c: Cursor): HardwareQubit => {
  const { start, end } = c;
  const digits = c.slice(start + 1, end);
  if (c.version === 2) notInVersion2(c, 'hardware qubits', 'Declare a register with qreg');
  if (digits.length > INDEX_DIGITS_MAX) {
    c.complain('TOO_LARGE', c, 'no device has a qubit of this number', 'Use a smaller number');
  }
  c.advance();
  return { kind: 'hardware', start, end, id: c.id(), index: Number(digits.slice(0, 15)) };
};

const bitstring = (c: Cursor): Expression => {
  const { start, end } = c;
  const text = c.slice(start, end);
  if (!BITS.test(text)) {
    const hint = 'Between the quotes of a value stand the bits 0 and 1, such as "0110"';
    c.complain('SYNTAX', c, `${shortened(text)} is not a string of bits`, hint);
    c.advance();
    return c.missing();
  }
  if (c.version === 2) notInVersion2(c, 'strings of bits', 'Write an integer');
  c.advance();
  return { kind: 'bitstring', start, end, id: c.id(), text: text.slice(1, -1) };
};

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const UNITS: Readonly<Record<string, DurationUnit>> = {
  dt: 'dt',
  ns: 'ns',
  us: 'us',
  '\u00b5s': 'us',
  '\u03bcs': 'us',
  ms: 'ms',
  s: 's',
};

const withUnit = (c: Cursor): Expression => {
  const { kind, start, end } = c;
  const digitsEnd = c.base + c.digitsEnd;
  const text = c.slice(start, digitsEnd);
  const unit = c.slice(digitsEnd, end).trim();
  if (c.version === 2) notInVersion2(c, `the unit '${unit}'`, 'Write the number alone');
  c.advance();
  if (kind === T.imaginary) return { kind: 'imaginary', start, end, id: c.id(), text };
  return { kind: 'duration', start, end, id: c.id(), text, unit: UNITS[unit] ?? 's' };
};
