import { toId, type ContractId, type ProcessId, type ResourceId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { createScheduler, shortestFirst } from '../src/index.ts';
import { job, measure, part, resource, simulate } from '../src/lab/index.ts';

it('runs the example of the laboratory', () => {
  const workload = {
    name: 'three jobs on four units',
    tickNs: 1e9, // a tick is a second
    resources: [resource({ name: 'cluster', domain: 'K', capacity: 4 })],
    jobs: [
      job({ id: 1, submit: 0, run: 100, parts: [part(0, 3)] }),
      job({ id: 2, submit: 10, run: 100, parts: [part(0, 4)] }), // waits for all four units
      job({ id: 3, submit: 20, run: 50, parts: [part(0, 1)] }), // would be over before that
    ],
    sessions: [],
    reservations: [],
    notes: [],
  };

  const strict = simulate(workload, { placement: 'strict' }); // starts at 0, 100, 200
  const easy = simulate(workload, { placement: 'easy' }); // starts at 0, 100, 20: delays nobody
  const figures = measure(easy); // waiting, slow-down, utilization, deadlines, fairness, …
  const other = simulate(workload, { policy: shortestFirst });

  expect([...strict.start]).toEqual([0, 100, 200]);
  expect([...easy.start]).toEqual([0, 100, 20]);
  expect(figures.waiting.mean).toBe(30); // (0 + 90 + 0) / 3
  expect([...other.start]).toEqual([0, 100, 20]);
});

it('runs the example of the scheduler', () => {
  const alice = toId<ProcessId>('process', 1);
  const bob = toId<ProcessId>('process', 2);
  const device = toId<ResourceId>('resource', 1);
  const scheduler = createScheduler({ sliceTicks: 10, policy: shortestFirst });

  // two processes share a lane in slices
  scheduler.ready(alice, 0);
  scheduler.ready(bob, 0);
  const first = scheduler.next(); // alice at tick 0, with 10 ticks of her slice
  scheduler.charge(0, 10);
  const second = scheduler.next(); // bob at tick 10

  // two envelopes compete for a device: the short one goes first, the other right behind it
  scheduler.attach(device, 'Q');
  const ask = { resource: device, domain: 'Q', since: 10, latestStart: 1_000 } as const;
  scheduler.request({ ...ask, contract: 1 as ContractId, process: alice, length: 80 });
  scheduler.request({ ...ask, contract: 2 as ContractId, process: bob, length: 20 });
  const placed = scheduler.arbitrate(device, 10); // contract 2 from tick 10, contract 1 from 30

  expect(first).toEqual({ kind: 'run', tick: 0, process: 1, lane: 0, sliceLeft: 10 });
  expect(second).toMatchObject({ tick: 10, process: 2 });
  expect(placed).toEqual([
    { contract: 2, start: { ok: true, value: 10 } },
    { contract: 1, start: { ok: true, value: 30 } },
  ]);
});
