import { job, OUTCOME } from '../../../src/lab/index.ts';
import { both, checkCases, first, type Case } from './invariant-cases.ts';
import { lanes, qubits, simple, workloadOf } from './support.ts';

const two = workloadOf([lanes(2)], [simple(1, 0, 4, 2), simple(2, 0, 4, 2)]);
const shared = workloadOf(
  [lanes(3)],
  [simple(1, 0, 4, 2), simple(2, 0, 4, 1), simple(3, 0, 4, 2)],
);
const exclusive = workloadOf(
  [qubits(3, { sharing: 'exclusive' })],
  [simple(1, 0, 4, 1), simple(2, 0, 4, 1)],
);
const closing = workloadOf(
  [lanes(2, { closures: [{ start: 6, ticks: 2, every: 10 }] })],
  [simple(1, 0, 4, 1)],
);
const maintained = workloadOf(
  [lanes(2, { closures: [{ start: 6, ticks: 2, every: 0 }] })],
  [simple(1, 0, 4, 1)],
);
const calibrated = workloadOf(
  [qubits(1, { calibration: { firstTick: 5, everyTicks: 10, validTicks: 3, drift: 0 } })],
  [simple(1, 0, 1, 1)],
);
const reserved = workloadOf([lanes(2)], [simple(1, 0, 4, 2)], {
  reservations: [{ resource: 0, amount: 1, start: 5, end: 9 }],
});
const estimated = workloadOf([lanes(2)], [simple(1, 0, 4, 2, { estimate: 6 })]);
const limited = workloadOf([lanes(2)], [simple(1, 0, 4, 2, { latestStart: 3 })]);
const choosing = workloadOf(
  [lanes(1), lanes(1), lanes(1)],
  [simple(1, 0, 4, 1, { alternatives: [2] })],
);
const following = workloadOf([lanes(1)], [
  simple(1, 0, 4, 1),
  simple(2, 0, 4, 1, { after: 1, thinkTicks: 2 }),
]);
const gang = workloadOf(
  [lanes(1), qubits(1)],
  [
    job({
      id: 1,
      submit: 0,
      run: 9,
      parts: [
        { resource: 0, amount: 1, offset: 0, ticks: 0 },
        { resource: 1, amount: 1, offset: 5, ticks: 0 },
      ],
    }),
    job({ id: 2, submit: 0, run: 4, parts: [{ resource: 1, amount: 1, offset: 0, ticks: 0 }] }),
  ],
);
const cases: readonly Case[] = [
  {
    rule: 'no resource is over-allocated',
    workload: shared,
    right: (watch) => {
      both(watch);
      watch.started(0, 0, 0);
      watch.started(0, 1, 0);
    },
    wrong: (watch) => {
      both(watch);
      watch.submitted(0, 2);
      watch.started(0, 0, 0);
      watch.started(3, 2, 0);
    },
  },
  {
    rule: 'an exclusive resource holds one job, however little that wants',
    workload: exclusive,
    right: (watch) => {
      both(watch);
      watch.started(0, 0, 0);
      watch.ended(4, 0);
      watch.started(4, 1, 0);
    },
    wrong: (watch) => {
      both(watch);
      watch.started(0, 0, 0);
      watch.started(3, 1, 0);
    },
  },
  {
    rule: 'nothing runs in a closure that comes again',
    workload: closing,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.started(12, 0, 0);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.started(13, 0, 0);
    },
  },
  {
    rule: 'nothing runs in a closure',
    workload: maintained,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.started(2, 0, 0);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.started(7, 0, 0);
    },
  },
  {
    rule: 'nothing starts without a valid calibration',
    workload: calibrated,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.started(8, 0, 0);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.started(9, 0, 0);
    },
  },
  {
    rule: 'what is reserved is not held',
    workload: reserved,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.started(1, 0, 0);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.started(2, 0, 0);
    },
  },
  {
    rule: 'parts of a gang hold what they hold at their offsets',
    workload: gang,
    right: (watch) => {
      both(watch);
      watch.started(0, 0, 0);
      watch.started(1, 1, 1);
    },
    wrong: (watch) => {
      both(watch);
      watch.started(0, 0, 0);
      watch.started(2, 1, 1);
    },
  },
  {
    rule: 'no job runs longer than it asked for',
    workload: estimated,
    right: (watch) => {
      first(watch);
      watch.ended(4, 0);
    },
    wrong: (watch) => {
      first(watch);
      watch.ended(7, 0);
    },
  },
  {
    rule: 'a job runs for its time',
    workload: two,
    right: (watch) => {
      first(watch);
      watch.ended(4, 0);
    },
    wrong: (watch) => {
      first(watch);
      watch.ended(3, 0);
    },
  },
  {
    rule: 'no job is submitted early',
    workload: workloadOf([lanes(1)], [simple(1, 5, 1, 1)]),
    right: (watch) => watch.submitted(5, 0),
    wrong: (watch) => watch.submitted(4, 0),
  },
  {
    rule: 'a job comes after the one before it has ended, and think time',
    workload: following,
    right: (watch) => {
      first(watch);
      watch.ended(4, 0);
      watch.submitted(6, 1);
    },
    wrong: (watch) => {
      first(watch);
      watch.ended(4, 0);
      watch.submitted(5, 1);
    },
  },
  {
    rule: 'no job starts before it is submitted',
    workload: two,
    right: first,
    wrong: (watch) => watch.started(0, 0, 0),
  },
  {
    rule: 'no job starts twice',
    workload: shared,
    right: (watch) => {
      both(watch);
      watch.started(0, 1, 0);
      watch.started(0, 0, 0);
    },
    wrong: (watch) => {
      both(watch);
      watch.started(0, 1, 0);
      watch.started(0, 1, 0);
    },
  },
  {
    rule: 'no job starts after its latest start',
    workload: limited,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.started(3, 0, 0);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.started(4, 0, 0);
    },
  },
  {
    rule: 'a job runs on one of its resources',
    workload: choosing,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.started(0, 0, 2);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.started(0, 0, 1);
    },
  },
  {
    rule: 'a job that runs is not refused',
    workload: two,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.refused(0, 0, OUTCOME.refused);
    },
    wrong: (watch) => {
      first(watch);
      watch.refused(0, 0, OUTCOME.refused);
    },
  },
  {
    rule: 'a job that was not submitted is refused only with the one before it',
    workload: following,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.refused(0, 0, OUTCOME.infeasible);
      watch.refused(0, 1, OUTCOME.refused);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.refused(0, 1, OUTCOME.refused);
    },
  },
  {
    rule: 'who is refused is refused or infeasible, not done',
    workload: two,
    right: (watch) => {
      watch.submitted(0, 0);
      watch.refused(0, 0, OUTCOME.infeasible);
    },
    wrong: (watch) => {
      watch.submitted(0, 0);
      watch.refused(0, 0, OUTCOME.done);
    },
  },
  {
    rule: 'no job is invented',
    workload: two,
    right: (watch) => watch.submitted(0, 1),
    wrong: (watch) => watch.submitted(0, 2),
  },
  {
    rule: 'no job is lost',
    workload: workloadOf([lanes(1)], [simple(1, 0, 4, 1)]),
    right: (watch) => {
      first(watch);
      watch.ended(4, 0);
      watch.over();
    },
    wrong: (watch) => {
      first(watch);
      watch.over();
    },
  },
  {
    rule: 'time never goes back',
    workload: shared,
    right: (watch) => {
      watch.submitted(1, 0);
      watch.submitted(2, 1);
    },
    wrong: (watch) => {
      watch.submitted(2, 0);
      watch.submitted(1, 1);
    },
  },
  {
    rule: 'of one tick, submissions come before decisions',
    workload: shared,
    right: (watch) => {
      both(watch);
      watch.started(0, 0, 0);
    },
    wrong: (watch) => {
      first(watch);
      watch.submitted(0, 1);
    },
  },
  {
    rule: 'of one tick, ends come first',
    workload: workloadOf([lanes(2)], [simple(1, 0, 4, 1), simple(2, 4, 4, 1)]),
    right: (watch) => {
      first(watch);
      watch.ended(4, 0);
      watch.submitted(4, 1);
    },
    wrong: (watch) => {
      first(watch);
      watch.submitted(4, 1);
      watch.ended(4, 0);
    },
  },
];

checkCases(cases);
