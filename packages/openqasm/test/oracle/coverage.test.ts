import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type {
  BinaryOperator,
  Expression,
  Modifier,
  ScalarName,
  Selector,
  Statement,
  TypeNode,
  UnaryOperator,
} from '../../src/syntax/ast.ts';
import { read } from './oracle.ts';
import { writeProgram } from './write-program.ts';
import { writeVersion2 } from './write-version2.ts';

/** Whether generated programs have it: what they cannot have is false, and says why. */
type Expected<K extends string> = Readonly<Record<K, boolean>>;

const STATEMENTS: Expected<Statement['kind']> = {
  include: true, pragma: true, qubits: true, variable: true, io: true, alias: true, gate: true,
  def: true, extern: true, gatecall: true, measure: true, reset: true, barrier: true, delay: true,
  box: true, nop: true, assign: true, expression: true, if: true, for: true, while: true,
  switch: true, break: true, continue: true, end: true, return: true, block: true,
  defcalgrammar: true, cal: true, defcal: true,
  // stands for what has an error
  broken: false,
};

const EXPRESSIONS: Expected<Expression['kind']> = {
  identifier: true, integer: true, float: true, imaginary: true, boolean: true, bitstring: true,
  duration: true, hardware: true, group: true, unary: true, binary: true, index: true, call: true,
  cast: true, durationof: true, measure: true, array: true,
  // what a calibration gives is known to a device only
  quantumcall: false,
  // stands for what has an error
  missing: false,
};

const BINARY: Expected<BinaryOperator> = {
  '++': true, '||': true, '&&': true, '|': true, '^': true, '&': true, '==': true, '!=': true,
  '<': true, '<=': true, '>': true, '>=': true, '<<': true, '>>': true, '+': true, '-': true,
  '*': true, '/': true, '%': true, '**': true,
};

const UNARY: Expected<UnaryOperator> = { '~': true, '!': true, '-': true };

const MODIFIERS: Expected<Modifier['kind']> = { inv: true, pow: true, ctrl: true, negctrl: true };

const TYPES: Expected<TypeNode['kind']> = {
  scalar: true, array: true, reference: true, qubit: true,
};

const SCALARS: Expected<ScalarName> = {
  bit: true, int: true, uint: true, float: true, angle: true, bool: true, duration: true,
  stretch: true, complex: true,
};

const SELECTORS: Expected<Selector['kind'] | 'range'> = { list: true, set: true, range: true };

/** Counts what occurs in a tree: kinds of nodes, operators after assignment and elsewhere. */
const count = (node: unknown, seen: Map<string, number>): void => {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const part of node) count(part, seen);
    return;
  }
  const { kind, operator, name } = node as Readonly<Record<string, unknown>>;
  const add = (what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1);
  if (typeof kind === 'string') add(kind);
  if (typeof operator === 'string') add(`${kind as string} ${operator}`);
  if (kind === 'scalar') add(`scalar ${name as string}`);
  for (const part of Object.values(node)) count(part, seen);
};

const numbers = fc.noBias(
  fc.array(fc.nat({ max: 0xff_ffff }), { minLength: 300, maxLength: 500, size: 'max' }),
);

const PROGRAMS = 400;

const seenKinds = (): Map<string, number> => {
  const seen = new Map<string, number>();
  for (const list of fc.sample(numbers, { numRuns: PROGRAMS, seed: 7 })) {
    count(read(writeProgram(list).text), seen);
    count(read(writeVersion2(list)), seen);
  }
  return seen;
};

const missingIn = (seen: ReadonlyMap<string, number>, prefix: string, expected: Expected<string>) =>
  Object.keys(expected)
    .filter((kind) => expected[kind])
    .map((kind) => prefix + kind)
    .filter((what) => (seen.get(what) ?? 0) < 3);

test(`${PROGRAMS} generated programs have every construct of the language`, () => {
  const seen = seenKinds();
  const missing = [
    ...missingIn(seen, '', { ...STATEMENTS, ...EXPRESSIONS, ...MODIFIERS, ...TYPES, ...SELECTORS }),
    ...missingIn(seen, 'binary ', BINARY),
    ...missingIn(seen, 'unary ', UNARY),
    ...missingIn(seen, 'scalar ', SCALARS),
  ];
  expect(missing).toEqual([]);
});
