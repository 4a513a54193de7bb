import { describe, expect, it } from 'vitest';
import { read, shape, statements, valueOf } from './support.ts';

describe('operators', () => {
  it.each([
    // each pair of neighbours in the table of precedence, both ways round
    ['a || b && c', '(|| a (&& b c))'],
    ['a && b || c', '(|| (&& a b) c)'],
    ['a && b | c', '(&& a (| b c))'],
    ['a | b ^ c', '(| a (^ b c))'],
    ['a ^ b & c', '(^ a (& b c))'],
    ['a & b ^ c', '(^ (& a b) c)'],
    ['a & b == c', '(& a (== b c))'],
    ['a == b < c', '(== a (< b c))'],
    ['a < b == c', '(== (< a b) c)'],
    ['a != b >= c', '(!= a (>= b c))'],
    ['a < b << c', '(< a (<< b c))'],
    ['a << b + c', '(<< a (+ b c))'],
    ['a + b >> c', '(>> (+ a b) c)'],
    ['a + b * c', '(+ a (* b c))'],
    ['a * b + c', '(+ (* a b) c)'],
    ['a % b - c', '(- (% a b) c)'],
    ['a * -b', '(* a (- b))'],
    ['-a * b', '(* (- a) b)'],
    ['!a == b', '(== (! a) b)'],
    ['~a & b', '(& (~ a) b)'],
    ['-a ** b', '(- (** a b))'],
    ['!~-a', '(! (~ (- a)))'],
    ['a ** -b', '(** a (- b))'],
    ['a ** -b ** c', '(** a (- (** b c)))'],
    ['a ** -b * c', '(* (** a (- b)) c)'],
    ['a * b ** c', '(* a (** b c))'],
    ['-a[0]', '(- a[0])'],
    ['a ** b[0]', '(** a b[0])'],
    // grouping of equal ones
    ['a - b - c', '(- (- a b) c)'],
    ['a / b * c', '(* (/ a b) c)'],
    ['a ** b ** c', '(** a (** b c))'],
    ['a << b >> c', '(>> (<< a b) c)'],
    ['a < b > c <= d', '(<= (> (< a b) c) d)'],
    ['a || b || c', '(|| (|| a b) c)'],
    // what binds closest
    ['(a + b) * c', '(* <(+ a b)> c)'],
    ['f(a, b + c)[1]', 'f(a, (+ b c))[1]'],
    ['a[0][1:2]', 'a[0][1::2]'],
    ['a[1, 2:3:4]', 'a[1, 2:3:4]'],
    ['a[:]', 'a[::]'],
    ['a[::2]', 'a[::2]'],
    ['a[1:]', 'a[1::]'],
    ['a[:-1,]', 'a[::(- 1)]'],
    ['int[8](a)[0]', 'cast(a)[0]'],
    ['array[int[8], 2](a)', 'cast(a)'],
    ['(a)[0]', '<a>[0]'],
    ['pow(a, 2)', 'pow(a, 2)'],
  ])('%s', (text, expected) => {
    expect(shape(valueOf(text))).toBe(expected);
  });

  it.each([
    ['a ^ b', '(** a b)'],
    ['a ^ b ^ c', '(** a (** b c))'],
    ['-a ^ b', '(- (** a b))'],
    ['a * b ^ c', '(* a (** b c))'],
    ['a - b / -c', '(- a (/ b (- c)))'],
  ])('in version 2: %s', (text, expected) => {
    const [call] = statements(`u1(${text}) q;`, 2);
    expect(call?.kind === 'gatecall' && shape(call.args![0]!)).toBe(expected);
  });
});

describe('literals', () => {
  it.each([
    ['0', 'integer', '0'],
    ['1_000', 'integer', '1_000'],
    ['0xFf_0', 'integer', '0xFf_0'],
    ['0XaB', 'integer', '0XaB'],
    ['0b1_01', 'integer', '0b1_01'],
    ['0B1', 'integer', '0B1'],
    ['0o7_7', 'integer', '0o7_7'],
    ['0O17', 'integer', '0O17'],
    ['1.', 'float', '1.'],
    ['.5', 'float', '.5'],
    ['.5e-3', 'float', '.5e-3'],
    ['1.5', 'float', '1.5'],
    ['1e5', 'float', '1e5'],
    ['2.E+1_0', 'float', '2.E+1_0'],
    ['1_0.2_5', 'float', '1_0.2_5'],
    ['2im', 'imaginary', '2'],
    ['2.5 \t im', 'imaginary', '2.5'],
    ['"01_10"', 'bitstring', '01_10'],
  ])('%s', (text, kind, digits) => {
    expect(valueOf(text)).toMatchObject({ kind, text: digits });
  });

  it.each([
    ['10dt', '10', 'dt'],
    ['1.5 ns', '1.5', 'ns'],
    ['2us', '2', 'us'],
    ['2\u00b5s', '2', 'us'],
    ['2 \u03bcs', '2', 'us'],
    ['3e2ms', '3e2', 'ms'],
    ['4\ts', '4', 's'],
  ])('the duration %s', (text, digits, unit) => {
    expect(valueOf(text)).toMatchObject({ kind: 'duration', text: digits, unit });
  });

  it('has truth values and hardware qubits', () => {
    expect(valueOf('true')).toMatchObject({ kind: 'boolean', value: true });
    expect(valueOf('false')).toMatchObject({ kind: 'boolean', value: false });
    expect(statements('x $12;')).toMatchObject([{ operands: [{ kind: 'hardware', index: 12 }] }]);
  });

  it('a unit that goes on as a name is none', () => {
    expect(read('x = 1 ns2;').errors).toEqual(['SYNTAX 1:7']);
  });

  it.each([
    ...['1__0', '1_', '0b12', '0b', '0b_1', '0b1_', '0o8', '0x', '0xg', '12abc', '1e', '1e+'],
    ...['1.5q', '1.2.3', '10sx', '1.5\u00e9'],
  ])('%s is not a number, and that is all that is wrong', (text) => {
    const { errors } = read(`x = ${text} + 1;\ny = 2;`);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(text === '1.2.3' ? /^SYNTAX 1:8$/ : /^NUMBER_MALFORMED 1:5$/);
  });

  it('a number has at most 1000 characters', () => {
    expect(read(`x = ${'9'.repeat(1000)};`).errors).toEqual([]);
    expect(read(`x = ${'9'.repeat(1001)};`).errors).toEqual(['TOO_LARGE 1:5']);
  });
});

describe('names', () => {
  it.each(['a', '_', '_x9', 'Σ', 'ψ1', 'été', '量子', 'Ⅷ', '𝛼β', 'µs'])('%s', (name) => {
    expect(statements(`qubit ${name};`)).toMatchObject([{ kind: 'qubits', name: { text: name } }]);
  });

  it('a name has at most 256 characters', () => {
    expect(read(`qubit ${'q'.repeat(256)};`).errors).toEqual([]);
    expect(read(`qubit ${'q'.repeat(257)};`).errors).toEqual(['NAME_TOO_LONG 1:7']);
  });

  it('occurrences of a name are one string, whatever it looks like', () => {
    const names = Array.from({ length: 3000 }, (_, k) => `n${k * 7919}`);
    const parsed = statements(names.map((name) => `${name} ${name};`).join('\n'));
    expect(parsed.map((s) => s.kind === 'gatecall' && s.name.text)).toEqual(names);
  });

  it('ids are dense and go on over files', () => {
    const { program } = read('rx(pi/2) q[0];');
    const ids = [...JSON.stringify(program).matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id));
    expect(ids.toSorted((a, b) => a - b)).toEqual(ids.map((_, k) => k));
  });
});
