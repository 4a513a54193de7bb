import { both, checkCases, type Case } from './invariant-cases.ts';
import { qubits, simple, workloadOf } from './support.ts';

const sessions = workloadOf(
  [qubits(2)],
  [simple(1, 0, 4, 1, { session: 1 }), simple(2, 0, 4, 1)],
  { sessions: [{ id: 1, resource: 0, maxTicks: 8, idleTicks: 2 }] },
);
const opened = (watch: Parameters<typeof both>[0]): void => {
  both(watch);
  watch.opened(0, 0);
};

const cases: readonly Case[] = [
  {
    rule: 'a session has its resource for itself',
    workload: sessions,
    right: (watch) => {
      opened(watch);
      watch.started(0, 0, 0);
    },
    wrong: (watch) => {
      opened(watch);
      watch.started(0, 1, 0);
    },
  },
  {
    rule: 'a session opens when nobody else holds its resource',
    workload: sessions,
    right: opened,
    wrong: (watch) => {
      both(watch);
      watch.started(0, 1, 0);
      watch.opened(1, 0);
    },
  },
  {
    rule: 'a job of a session starts while it is open',
    workload: sessions,
    right: (watch) => {
      opened(watch);
      watch.started(4, 0, 0);
    },
    wrong: (watch) => {
      both(watch);
      watch.started(0, 0, 0);
    },
  },
  {
    rule: 'a job of a session ends before it does',
    workload: sessions,
    right: (watch) => {
      opened(watch);
      watch.started(4, 0, 0);
    },
    wrong: (watch) => {
      opened(watch);
      watch.started(5, 0, 0);
    },
  },
  {
    rule: 'a session lasts for its longest time at most',
    workload: sessions,
    right: (watch) => {
      opened(watch);
      watch.closed(8, 0);
    },
    wrong: (watch) => {
      opened(watch);
      watch.closed(9, 0);
    },
  },
  {
    rule: 'no job runs when its session closes',
    workload: sessions,
    right: (watch) => {
      opened(watch);
      watch.started(0, 0, 0);
      watch.ended(4, 0);
      watch.closed(4, 0);
    },
    wrong: (watch) => {
      opened(watch);
      watch.started(0, 0, 0);
      watch.closed(3, 0);
    },
  },
  {
    rule: 'a session that closes is open',
    workload: sessions,
    right: (watch) => {
      opened(watch);
      watch.closed(1, 0);
    },
    wrong: (watch) => watch.closed(0, 0),
  },
  {
    rule: 'no session is invented',
    workload: sessions,
    right: (watch) => watch.opened(0, 0),
    wrong: (watch) => watch.opened(0, 1),
  },
  {
    rule: 'every session is closed in the end',
    workload: workloadOf([qubits(1)], [], {
      sessions: [{ id: 1, resource: 0, maxTicks: 8, idleTicks: 2 }],
    }),
    right: (watch) => {
      watch.opened(0, 0);
      watch.closed(1, 0);
      watch.over();
    },
    wrong: (watch) => {
      watch.opened(0, 0);
      watch.over();
    },
  },
];

checkCases(cases);
