import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectAgreement } from './agreement.ts';
import { shrunk } from './shrink.ts';
import { writeProgram, type Written } from './write-program.ts';
import { writeVersion2 } from './write-version2.ts';

/** Programs of this run; XDV_FUZZ asks for more. */
const PROGRAMS = Number(process.env['XDV_FUZZ'] ?? 250);

const numbers = fc.noBias(
  fc.array(fc.nat({ max: 0xff_ffff }), { minLength: 20, maxLength: 500, size: 'max' }),
);

type Write = (list: readonly number[]) => Written;

/** What differs for the program that the numbers make; null if nothing does. */
const differenceFor = (write: Write, list: readonly number[]): string | null => {
  const written = write(list);
  try {
    expectAgreement(written);
    return null;
  } catch (error) {
    return `${(error as Error).stack ?? String(error)}\n\n${written.text}`;
  }
};

/** The simplest program found on which something differs, and what; nothing if all agree. */
const failureOf = (write: Write, numRuns: number): string => {
  const property = fc.property(numbers, (list) => differenceFor(write, list) === null);
  const { counterexample } = fc.check(property, { numRuns, endOnFailure: true });
  if (counterexample === null) return '';
  const [list] = counterexample;
  return differenceFor(write, shrunk(list, (shorter) => differenceFor(write, shorter) !== null))!;
};

const FUZZ_TIMEOUT = 60_000 + 100 * PROGRAMS;

test('programs of version 3 mean the same to the oracle, as a circuit, and printed', () => {
  expect(failureOf((list) => writeProgram(list), PROGRAMS)).toBe('');
}, FUZZ_TIMEOUT);

test('programs of version 2 mean the same to the oracle, as a circuit, and printed', () => {
  const write = (list: readonly number[]): Written => ({ text: writeVersion2(list), inputs: [] });
  expect(failureOf(write, Math.ceil(PROGRAMS / 4))).toBe('');
}, FUZZ_TIMEOUT);
