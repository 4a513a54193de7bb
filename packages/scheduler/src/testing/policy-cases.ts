import { unwrap, type Candidate, type SchedulingPolicy } from '@xdv/domain-model';
import { firstComeFirstServed, shortestFirst } from '../policy/builtin.ts';
import { findPolicy } from '../policy/catalogue.ts';
import { compose, formatPolicy, policyParts, POLICY_PARTS_MAX } from '../policy/compose.ts';
import { houseWeigh } from '../policy/house.ts';
import { check, declined, policyCase, type PolicyCase, type PolicySubject } from './policy-case.ts';
import { runPolicy } from './policy-replay.ts';
import { drawCandidates, randomOf, shuffled } from './policy-samples.ts';

const COUNT = 300;

const facts = (id: string, requirement: string, title: string) =>
  ({ id: `policy.${id}`, requirement, tier: 'required', title }) as const;

const isSame = (what: string, before: string, now: string, process: number): void =>
  check(before === now, `${what}: process ${process} weighed ${before} and then ${now}`);

const forms = [
  policyCase(facts('shape', 'XDV-012.6', 'it has a name, a version and a weigh'), () => undefined),
  policyCase(
    facts('name', 'XDV-012.10', 'its name and version are its own: a trace names it by them'),
    ({ parts }) => {
      for (const part of parts) {
        const found = findPolicy(formatPolicy(part));
        const own = !found.ok || houseWeigh(found.value) === houseWeigh(part);
        check(own, `${formatPolicy(part)} is a policy of @xdv/scheduler already`);
      }
    },
  ),
  policyCase(facts('total', 'XDV-012.6', 'it weighs every candidate and never throws'), (it) => {
    for (const candidate of drawCandidates('total', COUNT)) it.weigh(candidate);
  }),
  policyCase(facts('range', 'XDV-012.6', 'weights are integers within ±2^40'), (it) => {
    for (const candidate of extremes()) it.weigh(candidate);
  }),
];

/** Every figure at an end of its range while the others are small. */
const extremes = (): readonly Candidate[] => {
  const [small] = drawCandidates('range', 1) as [Candidate];
  const names = (Object.keys(small) as (keyof Candidate)[]).filter(
    (name) => typeof small[name] === 'number' && name !== 'process',
  );
  const base = Object.fromEntries(names.map((name) => [name, 1]));
  return names.flatMap((name) =>
    [0, 1, 2 ** 31, 2 ** 40, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER].map((value) => ({
      ...small,
      ...base,
      [name]: value,
    })),
  );
};

const backwards = (candidate: Candidate): Candidate =>
  Object.fromEntries(Object.entries(candidate).toReversed()) as unknown as Candidate;

const purity = [
  policyCase(facts('pure.twice', 'XDV-012.6', 'the same candidate weighs the same twice'), (it) => {
    for (const candidate of drawCandidates('twice', COUNT)) {
      isSame('asked twice', it.weigh(candidate), it.weigh(candidate), candidate.process);
    }
  }),
  policyCase(
    facts('pure.others', 'XDV-012.6', 'what was weighed before, and in which order, is nothing'),
    (it) => {
      const all = drawCandidates('others', COUNT);
      const before = new Map(all.map((candidate) => [candidate, it.weigh(candidate)]));
      for (const candidate of drawCandidates('between', 4 * COUNT)) it.weigh(candidate);
      for (const candidate of shuffled(all, randomOf('after others'))) {
        isSame('after others', before.get(candidate)!, it.weigh(candidate), candidate.process);
      }
    },
  ),
  policyCase(facts('pure.equal', 'XDV-012.6', 'equal candidates weigh the same'), (it) => {
    for (const candidate of drawCandidates('equal', COUNT)) {
      const copy = backwards(candidate);
      isSame('as a copy', it.weigh(candidate), it.weigh(copy), candidate.process);
    }
  }),
  policyCase(facts('pure.frozen', 'XDV-012.6', 'it weighs a frozen candidate alike'), (it) => {
    for (const candidate of drawCandidates('frozen', COUNT)) {
      const frozen = it.weigh(Object.freeze({ ...candidate }));
      isSame('frozen', it.weigh(candidate), frozen, candidate.process);
    }
  }),
  policyCase(facts('pure.unchanged', 'XDV-012.6', 'it leaves a candidate as it was'), (it) => {
    for (const candidate of drawCandidates('unchanged', COUNT)) {
      const given = { ...candidate };
      it.weigh(given);
      const names = Reflect.ownKeys(given) as (keyof Candidate)[];
      const changed = names.find((name) => given[name] !== candidate[name]);
      check(changed === undefined, `it changed ${String(changed)} of a candidate`);
      check(names.length === Object.keys(candidate).length, 'it took fields from a candidate');
    }
  }),
];

const AT_ONCE = 60;

const order = [
  policyCase(
    facts('permutation', 'XDV-012.1', 'the order in which requests of one tick come is nothing'),
    (it) => {
      const random = randomOf('permutation');
      const all = drawCandidates('at once', AT_ONCE).map((one) => ({ ...one, since: 5, now: 9 }));
      const before = new Map(all.map((candidate) => [candidate.process, it.weigh(candidate)]));
      for (let round = 0; round < 5; round++) {
        for (const candidate of shuffled(all, random)) {
          const { process } = candidate;
          isSame('in another order', before.get(process)!, it.weigh(candidate), process);
        }
      }
    },
  ),
  policyCase(
    facts('static', 'XDV-012.6', 'now, share and fidelity change nothing unless it is dynamic'),
    ({ parts }) => {
      const still = parts.filter(({ dynamic }) => dynamic !== true);
      if (still.length === 0) declined('it is dynamic');
      for (const part of still) checkStatic(part);
    },
  ),
  policyCase(
    {
      ...facts('dynamic', 'XDV-012.6', 'it depends on now, share or fidelity if it is dynamic'),
      tier: 'optional',
    },
    ({ parts }) => {
      const moving = parts.filter(({ dynamic }) => dynamic === true);
      if (moving.length === 0) declined('it is not dynamic');
      for (const part of moving) {
        const why = `${part.name} says dynamic, which makes it slower, and does not need it`;
        check(variesWithTime(part), why);
      }
    },
  ),
];

/** The same request at other moments. */
const elsewhen = (candidate: Candidate): readonly Candidate[] => [
  { ...candidate, now: candidate.since },
  { ...candidate, now: candidate.since + 1_000_003 },
  { ...candidate, share: candidate.share + 1 },
  { ...candidate, share: 999_999 - candidate.share },
  { ...candidate, fidelity: 1_000_000 - candidate.fidelity },
];

const variesWithTime = (part: SchedulingPolicy): boolean =>
  drawCandidates('elsewhen', COUNT).some((candidate) => {
    const weight = part.weigh(candidate);
    return elsewhen(candidate).some((later) => part.weigh(later) !== weight);
  });

const checkStatic = (part: SchedulingPolicy): void => {
  const why = `${part.name} weighs a request anew as time passes: say dynamic: true`;
  check(!variesWithTime(part), why);
};

const neighbours = ({ parts }: PolicySubject): readonly SchedulingPolicy[] => {
  const room = POLICY_PARTS_MAX - parts.length;
  check(room >= 2, `it is composed of ${parts.length} policies, which leaves no room for others`);
  return [firstComeFirstServed, shortestFirst];
};

const use = [
  policyCase(
    facts('composition', 'XDV-012.7', 'it composes with others, and weighs as it does alone'),
    (subject) => {
      const [a, b] = neighbours(subject) as [SchedulingPolicy, SchedulingPolicy];
      const { policy, parts } = subject;
      for (const all of [compose(compose(a, policy), b), compose(a, compose(policy, b))]) {
        const inside = policyParts(all).slice(1, -1);
        for (const candidate of drawCandidates('composition', COUNT)) {
          const within = inside.map((part) => part.weigh(candidate)).join(', ');
          isSame('composed', subject.weigh(candidate), within, candidate.process);
        }
        check(inside.length === parts.length, 'it composes to another number of policies');
      }
    },
  ),
  policyCase(
    facts('replay', 'XDV-012.10', 'a run decides the same twice, and nothing is quarantined'),
    ({ policy }) => {
      const [first, second] = [runPolicy(policy), runPolicy(policy)];
      check(first.reason === undefined, `it was quarantined: ${first.reason}`);
      check(second.reason === undefined, `it was quarantined: ${second.reason}`);
      const at = first.decisions.findIndex((line, i) => line !== second.decisions[i]);
      const [before, now] = [first.decisions[at], second.decisions[at]];
      check(at < 0, `decision ${at + 1} was "${before}", then "${now}"`);
    },
  ),
  policyCase(
    facts('record', 'XDV-012.10', 'a replay finds it by what a trace records of it'),
    ({ policy, weigh }) => {
      const found = policyParts(unwrap(findPolicy(formatPolicy(policy), [policy])));
      for (const candidate of drawCandidates('record', COUNT)) {
        const again = found.map((part) => part.weigh(candidate)).join(', ');
        isSame(`found as ${formatPolicy(policy)}`, weigh(candidate), again, candidate.process);
      }
    },
  ),
];

/** What a scheduling policy promises, as cases that need no test runner. */
export const POLICY_CASES: readonly PolicyCase[] = [...forms, ...purity, ...order, ...use];
