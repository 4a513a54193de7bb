import { circuit } from '../circuit/builder.ts';
import type { Circuit } from '../circuit/circuit.ts';
import type { CountsResult } from '../ports/provider.ts';
import { check, declined, type CaseFacts, type ProviderCase } from './case.ts';
import { countsOf, distributes, SHOTS, type Distribution } from './counts.ts';
import { refuses, subjectCase } from './subject.ts';

const facts = (id: string, title: string, requirement = 'XDV-060.4'): CaseFacts => ({
  id,
  requirement,
  tier: 'required',
  title,
});

/** Every outcome of three bits, equally often. */
const uniform = (): Circuit => circuit(3).h(0).h(1).h(2).measureAll().build();

const ordered = subjectCase(
  facts('counts-ordered', 'counts list each outcome once, ordered as strings, and sum to shots'),
  async (subject) => {
    for (const shots of [7, SHOTS]) {
      const result = await countsOf(subject, uniform(), shots);
      const outcomes = result.counts.map(([outcome]) => outcome);
      const sum = result.counts.reduce((total, [, count]) => total + count, 0);
      check(result.shots === shots, `${result.shots} shots instead of ${shots}`);
      check(sum === shots, `the counts of ${shots} shots sum to ${sum}`);
      const sorted = [...new Set(outcomes)].toSorted();
      check(outcomes.join(' ') === sorted.join(' '), `outcomes in the order ${outcomes.join(' ')}`);
    }
  },
);

const spread = subjectCase(
  facts('counts-uniform', 'equal superpositions give every outcome equally often'),
  (subject) => {
    const outcomes = ['000', '001', '010', '011', '100', '101', '110', '111'];
    const expected = Object.fromEntries(outcomes.map((outcome) => [outcome, 1 / 8]));
    return distributes(subject, uniform(), expected);
  },
);

const single = (
  id: string,
  title: string,
  program: () => Circuit,
  expected: Distribution,
): ProviderCase =>
  subjectCase(facts(id, title), (subject) => distributes(subject, program(), expected));

const bitOrder = single(
  'bit-0-rightmost',
  'an outcome is written with bit 0 rightmost',
  () => circuit(3).x(0).measureAll().build(),
  { '001': 1 },
);

const bitTarget = single(
  'bit-as-named',
  'a measurement writes the bit that it names',
  () => circuit(2, 3).x(1).measure(1, 0).measure(0, 2).build(),
  { '001': 1 },
);

const bitsStart = single(
  'bits-start-at-0',
  'a bit that nothing writes is 0',
  () => circuit(2).x(0).x(1).measure(0).build(),
  { '01': 1 },
);

const lastWins = single(
  'bit-written-twice',
  'the last measurement into a bit counts',
  () => circuit(2, 1).x(1).measure(0, 0).measure(1, 0).build(),
  { '1': 1 },
);

const noBits = single(
  'no-bits',
  'a circuit without classical bits gives the empty outcome in every shot',
  () => circuit(1, 0).h(0).build(),
  { '': 1 },
);

const oneByOne = subjectCase(
  facts('jobs-isolated', 'a job starts from |0…0⟩ whatever ran before', 'XDV-060.3'),
  async (subject) => {
    await countsOf(subject, circuit(3).x(0).h(1).cx(1, 2).build(), 10);
    await distributes(subject, circuit(3).measureAll().build(), { '000': 1 });
  },
);

const atOnce = subjectCase(
  facts('jobs-at-once', 'jobs handed in together have each their own counts', 'XDV-060.3'),
  async (subject) => {
    const programs = [0, 2].map((q) => circuit(3).x(q).measureAll().build());
    const answers = await Promise.all(programs.map((program) => countsOf(subject, program, 100)));
    const winners = answers.map(
      ({ counts }) => counts.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'nothing',
    );
    check(winners.join(' ') === '001 100', `answered ${winners.join(' ')}`);
  },
);

const same = (a: CountsResult, b: CountsResult): boolean =>
  a.counts.flat().join(' ') === b.counts.flat().join(' ');

const repeatable = subjectCase(
  {
    id: 'seed-repeats',
    requirement: 'XDV-060.3',
    tier: 'optional',
    title: 'the same job with the same seed has the same counts, whatever ran between',
  },
  async (subject) => {
    const first = await countsOf(subject, uniform(), SHOTS, 5);
    const other = await countsOf(subject, uniform(), SHOTS, 6);
    // seven free counts of a thousand shots agree by chance in less than one of 10^8 pairs
    if (!same(first, await countsOf(subject, uniform(), SHOTS, 5))) {
      declined('the device ignores seeds, as hardware does');
    }
    check(!same(first, other), 'another seed has the same counts');
  },
);

const errorBudget = subjectCase(
  {
    id: 'error-budget',
    requirement: 'XDV-060.4',
    tier: 'optional',
    title: 'a job whose predicted error is above its error budget is refused',
  },
  async (subject) => {
    const { errors } = await countsOf(subject, uniform());
    if (errors === undefined) return declined('the device predicts no errors');
    if (errors.predicted === 0) return declined('the device declares no errors');
    const prepared = subject.prepare(uniform());
    if (!prepared.ok) return declined(prepared.fault.message);
    const strict = { ...subject.run(prepared.value, 1), errorMax: errors.predicted / 2 };
    return refuses(subject, 'execute', 'half the error', strict, 'DECOHERENCE_EXCEEDED');
  },
);

/** What counts mean (XDV-060.3, XDV-060.4). */
export const COUNT_CASES: readonly ProviderCase[] = [
  ordered,
  spread,
  bitOrder,
  bitTarget,
  bitsStart,
  lastWins,
  noBits,
  oneByOne,
  atOnce,
  repeatable,
  errorBudget,
];
