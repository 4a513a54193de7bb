import { fail, ok, type DomainProvider, type FaultCode } from '@xdv/domain-model';
import { correct, type Mutant } from './base.ts';

/** A provider that answers every job in its own way. */
const answering =
  (answer: () => unknown): Mutant =>
  () => ({ ...correct(), execute: answer as DomainProvider['execute'] });

const resolving = (value: unknown): Mutant => answering(() => Promise.resolve(value));

const counts = { kind: 'counts', shots: 1, counts: [['0', 1]] };
const done = ok({ kind: 'done' });

const throwing = answering(() => {
  throw new Error('x');
});

/** What no case accepts of any answer, and what it then says. */
export const BAD_ANSWERS: readonly (readonly [what: string, mutant: Mutant, why: RegExp])[] = [
  ['throws', throwing, /threw/],
  ['rejects', answering(() => Promise.reject(new Error('x'))), /rejected/],
  ['never answers', answering(() => new Promise(() => undefined)), /did not answer/],
  ['returns no promise', answering(() => done), /no promise/],
  ['answers nothing', resolving(undefined), /answer is undefined/],
  ['answers neither', resolving({ ok: 1 }), /ok is 1/],
  ['adds to an answer', resolving({ ...done, state: [1] }), /fields ok, state/],
  ['adds to a result', resolving(ok({ ...counts, bit: 0 })), /counts has the fields/],
  ['gives half a count', resolving(ok({ ...counts, counts: [['0', 0.5]] })), /count 0.5/],
  ['gives another outcome', resolving(ok({ ...counts, counts: [['2', 1]] })), /outcome 2/],
  ['gives a wrong share', resolving(ok({ ...counts, errors: { predicted: 2 } })), /errors has/],
  ['gives an unknown code', resolving(fail('NO' as FaultCode, 'x', 'y')), /unknown code NO/],
  ['gives no hint', resolving(fail('PROVIDER_FAILED', 'x', '')), /with the text/],
];
