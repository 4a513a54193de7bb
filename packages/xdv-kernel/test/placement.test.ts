import type { Candidate, SchedulingPolicy } from '@xdv/domain-model';
import { highestPriority, shortestFirst } from '@xdv/scheduler';
import { describe, expect, it } from 'vitest';
import { circuit, ms, process, us, type KernelOptions } from 'xdv-kernel';
import {
  codeOf,
  driveProgram,
  flawsOf,
  leftovers,
  ofKind,
  runProgram,
} from './support/run-program.ts';

const Q = { domains: ['K', 'Q'] } as const;
const one = circuit(1).x(0).measureAll().build();

/** Holds the device for `long` µs, and gives it back after `used`. */
const holder = process(Q, function* holder(sys, { long, used }: { long: number; used: number }) {
  const terms = { domain: 'Q', amount: 1, length: us(long) } as const;
  const contract = yield* sys.contract.request(terms);
  yield* sys.sleep(us(used));
  if (used < long) yield* sys.contract.release(contract);
  return (yield* sys.now()).tick;
});

/** Waits `after` µs, then asks for an envelope: when it began, or why it did not. */
const asker = process(Q, function* asker(
  sys,
  { after, long, patience }: { after: number; long: number; patience: number },
) {
  yield* sys.sleep(us(after));
  const asked = yield* sys.attempt(
    sys.contract.request({ domain: 'Q', amount: 1, length: us(long), patience: us(patience) }),
  );
  if (!asked.ok) return asked.fault.code;
  return (yield* sys.now()).tick;
});

/** A holder of 100 µs, then askers for 80 and for 20 µs behind it. */
const contest = process(Q, function* contest(sys, { used }: { used: number }) {
  const first = yield* sys.spawn(holder, { long: 100, used });
  const long = yield* sys.spawn(asker, { after: 10, long: 80, patience: 5000 });
  const short = yield* sys.spawn(asker, { after: 20, long: 20, patience: 5000 });
  return [yield* sys.join(first), yield* sys.join(long), yield* sys.join(short)];
});

const outcome = async (used: number, options: KernelOptions) => {
  const recorded = await runProgram(contest, { used }, options);
  expect(await flawsOf(contest, recorded)).toEqual([]);
  const { state } = await driveProgram(contest, { used }, options);
  expect(leftovers(state)).toEqual([]);
  if (!recorded.result.ok) throw new Error(recorded.result.fault.message);
  return recorded.result.value as readonly number[];
};

describe('the placement of envelopes (XDV-082.1)', () => {
  it('tells starts at once if it is conservative: a later policy choice cannot pass', async () => {
    const [, long, short] = await outcome(100, { policy: shortestFirst });
    expect(short).toBeGreaterThan(long!);
  });

  it.each(['easy', 'strict'] as const)('lets them wait if it is %s', async (placement) => {
    const [, long, short] = await outcome(100, { placement, policy: shortestFirst });
    expect(short).toBeLessThan(long!);
  });

  it.each(['easy', 'strict'] as const)(
    'called %s starts the next as soon as an envelope is given back (XDV-023.5)',
    async (placement) => {
      const [gaveBack, long] = await outcome(50, { placement });
      expect(long! - gaveBack!).toBeLessThan(5);
      const [, promised] = await outcome(50, { placement: 'conservative' });
      expect(promised! - gaveBack!).toBeGreaterThan(30);
    },
  );

  it('refuses a request whose time has passed while it waited (XDV-012.4)', async () => {
    const program = process(Q, function* (sys) {
      yield* sys.spawn(holder, { long: 150, used: 150 });
      const late = yield* sys.spawn(asker, { after: 5, long: 20, patience: 40 });
      return [yield* sys.join(late), (yield* sys.now()).tick];
    });
    const recorded = await runProgram(program, null, { placement: 'easy' });
    expect(recorded.result).toMatchObject({ ok: true, value: ['RESOURCE_EXHAUSTED', 50] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('takes back what a process waited for whose authority is gone (XDV-023.5)', async () => {
    const borrower = process(Q, function* borrower(sys) {
      const { value } = yield* sys.receive<number>();
      const capability = value as never;
      const asked = yield* sys.attempt(
        sys.contract.request({ domain: 'Q', amount: 1, length: us(20), capability }),
      );
      return codeOf(asked);
    });
    const program = process(Q, function* (sys) {
      yield* sys.spawn(holder, { long: 150, used: 150 });
      const child = yield* sys.spawn(borrower, null);
      const kept = yield* sys.capability.derive(sys.capability.own('Q'));
      const lent = yield* sys.capability.derive(kept, {}, child);
      yield* sys.send(child, lent);
      yield* sys.sleep(us(60));
      yield* sys.capability.revoke(kept);
      return [yield* sys.join(child), (yield* sys.now()).tick < 100];
    });
    for (const placement of ['easy', 'strict', 'conservative'] as const) {
      const recorded = await runProgram(program, null, { placement });
      expect(recorded.result).toMatchObject({ ok: true, value: ['HANDLE_REVOKED', true] });
      expect(await flawsOf(program, recorded)).toEqual([]);
    }
  });

  it('finds a deadlock although somebody waited for an envelope before (XDV-024.1)', async () => {
    const program = process(Q, function* (sys) {
      yield* sys.spawn(holder, { long: 100, used: 100 });
      yield* sys.q.run(one, { shots: 1, budget: us(10) });
      yield* sys.receive();
    });
    const recorded = await runProgram(program, null, { placement: 'easy' });
    expect(codeOf(recorded.result)).toBe('DEADLOCK');
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('ends a run that is halted at any step, whoever waits (XDV-024.4)', async () => {
    const issued: number[] = [];
    for (let step = 1; step <= 20; step++) {
      let asked = 0;
      const halted = () => (++asked === step ? 'enough' : undefined);
      const options = { placement: 'easy', halted } as const;
      const { state, list } = await driveProgram(contest, { used: 100 }, options);
      expect(leftovers(state)).toEqual([]);
      issued.push(ofKind(list, 'contract.issued').length);
    }
    expect(new Set(issued)).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe('what a policy sees of a crossing', () => {
  it('is length, units and the ticks of the call (XDV-021.4)', async () => {
    const seen: Candidate[] = [];
    const policy: SchedulingPolicy = {
      name: 'witness',
      version: '1',
      weigh: (candidate) => {
        if (candidate.domain === 'Q') seen.push(candidate);
        return 0;
      },
    };
    const program = process(Q, function* (sys) {
      yield* sys.contract.request({ domain: 'Q', amount: 3, length: us(40) });
    });
    await runProgram(program, null, { policy, callTicks: 7 });
    expect(seen[0]).toMatchObject({ domain: 'Q', amount: 3, length: 40, crossing: 7, since: 7 });
  });
});

describe('the priority of a process', () => {
  it('is an integer within ±1000 (XDV-020.1)', async () => {
    for (const priority of [1001, -1001, 0.5, NaN, '1' as never]) {
      const child = process({ ...Q, priority }, function* (sys) {
        yield* sys.now();
      });
      const program = process(Q, function* (sys) {
        return codeOf(yield* sys.attempt(sys.spawn(child, null)));
      });
      const { result } = await runProgram(program, null);
      expect(result).toEqual({ ok: true, value: 'PROGRAM_INVALID' });
    }
  });

  it('orders its requests and its turns under a policy that looks at it (XDV-020.2)', async () => {
    const order: number[] = [];
    const child = (priority: number) =>
      process({ ...Q, priority, name: `child${priority}` }, function* (sys) {
        yield* sys.compute(ms(2));
        yield* sys.send(sys.parent, priority);
      });
    const program = process({ ...Q, priority: 100 }, function* (sys) {
      for (const priority of [0, 5, 50]) yield* sys.spawn(child(priority), null);
      for (let i = 0; i < 3; i++) order.push((yield* sys.receive<number>()).value);
    });
    await runProgram(program, null, { policy: highestPriority });
    expect(order.splice(0)).toEqual([50, 5, 0]);
    await runProgram(program, null);
    expect(order).toEqual([0, 5, 50]);
  });
});
