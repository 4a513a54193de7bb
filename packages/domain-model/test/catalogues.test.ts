import { describe, expect, it } from 'vitest';
import {
  CALL_BY_NUMBER,
  CALL_MAX,
  CALLS,
  EVENT_BY_CODE,
  EVENTS,
  FAULT_BY_NUMBER,
  FAULTS,
  GATE_NAMES,
  type EventKind,
  type EventRow,
} from '../src/index.ts';
import { CALL_NUMBERS, EVENT_CODES, EVENT_FIELDS, FAULT_NUMBERS, GATE_CODES } from './golden.ts';
import { KINDS } from './support.ts';

const numbersOf = <Row>(table: Readonly<Record<string, Row>>, read: (row: Row) => number) =>
  Object.fromEntries(Object.entries(table).map(([name, row]) => [name, read(row)]));

const fieldsText = (kind: EventKind): string => {
  const { fields }: EventRow = EVENTS[kind];
  return fields.map((field) => field.join(':')).join(' ');
};

const duplicates = (numbers: readonly number[]): readonly number[] =>
  numbers.filter((number, at) => numbers.indexOf(number) !== at);

describe.each([
  ['event kinds', numbersOf(EVENTS, (row) => row.code), EVENT_CODES, EVENT_BY_CODE],
  ['faults', numbersOf(FAULTS, (row) => row.number), FAULT_NUMBERS, FAULT_BY_NUMBER],
  ['system calls', numbersOf(CALLS, (number) => number), CALL_NUMBERS, CALL_BY_NUMBER],
] as const)('the numbers of %s', (_what, table, golden, byNumber) => {
  it('are those written down: none changed, none left, none unwritten', () => {
    expect(table).toEqual(golden);
  });

  it('are different positive integers', () => {
    const numbers = Object.values(table);
    expect(duplicates(numbers)).toEqual([]);
    expect(numbers.every((number) => Number.isInteger(number) && number > 0)).toBe(true);
  });

  it('lead back to their names', () => {
    const back = Object.keys(table).map((name) => byNumber.get(table[name]!));
    expect(back).toEqual(Object.keys(table));
    expect(byNumber.size).toBe(back.length);
  });
});

describe('event fields', () => {
  it('are those written down, in wire order', () => {
    expect(Object.fromEntries(KINDS.map((kind) => [kind, fieldsText(kind)]))).toEqual(EVENT_FIELDS);
  });

  it.each(KINDS)('of %s have names of their own', (kind) => {
    const names = EVENTS[kind].fields.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

it('covers every subject that the requirements list (XDV-005.3)', () => {
  const subjects = new Set(KINDS.map((kind) => kind.split('.')[0]));
  expect([...subjects]).toEqual(
    expect.arrayContaining([
      'process',
      'contract',
      'job',
      'transition',
      'result',
      'envelope',
      'capability',
      'call',
    ]),
  );
});

describe('faults', () => {
  it('keep numbers below 20 for the hybrid ABI (XDV-052.4)', () => {
    const abi = Object.entries(FAULTS).filter(([, { number }]) => number < 20);
    expect(abi.map(([code]) => code)).toEqual([
      'DOMAIN_UNAUTHORIZED',
      'CONTRACT_INVALID',
      'RESOURCE_EXHAUSTED',
      'DECOHERENCE_EXCEEDED',
      'COHERENCE_VIOLATION',
      'DOMAIN_PANIC',
    ]);
  });

  it('each have a meaning of one line (XDV-024.1)', () => {
    const meanings = Object.values(FAULTS).map(({ meaning }) => meaning);
    expect(meanings.filter((meaning) => !/^[^\n]{10,80}$/.test(meaning))).toEqual([]);
    expect(new Set(meanings).size).toBe(meanings.length);
  });
});

it('bounds system calls by their largest number', () => {
  expect(CALL_MAX).toBe(Math.max(...Object.values(CALLS)));
});

it('keeps the code of every gate: an encoded circuit names gates by it', () => {
  expect(GATE_NAMES.join(' ')).toBe(GATE_CODES);
});
