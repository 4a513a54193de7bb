import { unwrap, type SchedulingPolicy, type Value } from '@xdv/domain-model';
import { createMemoryStore, createTraceWriter, readTrace } from '@xdv/replay';
import { compose, fairShare, highestPriority, shortestFirst } from '@xdv/scheduler';
import { describe, expect, it } from 'vitest';
import { circuit, headerOptions, portableParts, process, replay, us } from 'xdv-kernel';
import { flawsOf, ofKind, runProgram } from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const { hasher } = portableParts();
const bell = circuit(2).h(0).cx(0, 1).measureAll().build();

describe('a replay', () => {
  const policy: SchedulingPolicy = {
    name: 'last-born',
    version: '2',
    weigh: ({ process: id }) => id,
  };
  const contest = process(ALL, function* (sys) {
    const child = process(ALL, function* (own, n: number) {
      yield* own.q.run(bell, { shots: n, budget: us(50) });
      return (yield* own.now()).tick;
    });
    const children = [yield* sys.spawn(child, 5), yield* sys.spawn(child, 1)];
    const ticks: number[] = [];
    for (const one of children) ticks.push(yield* sys.join(one));
    return ticks;
  });

  it('needs the policy that the run had (XDV-012.10, XDV-012.6)', async () => {
    const done = await runProgram(contest, null, { policy });
    await expect(replay(contest as never, done.trace, portableParts())).rejects.toMatchObject({
      code: 'POLICY_QUARANTINED',
    });
    const parts = portableParts();
    const given = await replay(contest as never, done.trace, parts, { policies: [policy] });
    expect(given.same).toBe(true);
    const newer = { ...policy, version: '3' };
    const wrong = replay(contest as never, done.trace, parts, { policies: [newer] });
    await expect(wrong).rejects.toMatchObject({ code: 'POLICY_QUARANTINED' });
  });

  it('knows the policies of this house, alone and composed (XDV-012.10)', async () => {
    for (const chosen of [shortestFirst, compose(fairShare, shortestFirst, highestPriority)]) {
      const done = await runProgram(contest, null, { policy: chosen });
      expect(await flawsOf(contest, done)).toEqual([]);
    }
  });

  it('finds a given policy inside a composition (XDV-012.7, XDV-012.10)', async () => {
    const done = await runProgram(contest, null, { policy: compose(shortestFirst, policy) });
    const { options } = readTrace(done.trace, hasher).header!;
    expect(options).toMatchObject({ policy: 'shortest-first@1+last-born@2' });
    await expect(replay(contest as never, done.trace, portableParts())).rejects.toMatchObject({
      code: 'POLICY_QUARANTINED',
    });
    const given = await replay(contest as never, done.trace, portableParts(), {
      policies: [policy],
    });
    expect(given.same).toBe(true);
  });

  it.each(['easy', 'strict', 'conservative'] as const)(
    'takes the placement from the trace: %s (XDV-012.10)',
    async (placement) => {
      const chosen = { placement, levels: 3, feedbackTicks: 9, policy: shortestFirst };
      const done = await runProgram(contest, null, chosen);
      expect(readTrace(done.trace, hasher).header!.options).toMatchObject({
        placement,
        levels: 3,
        feedbackTicks: 9,
        policy: 'shortest-first@1',
      });
      expect(await flawsOf(contest, done)).toEqual([]);
    },
  );

  it('of a run whose policy broke finds it broken again (XDV-012.6)', async () => {
    const broken: SchedulingPolicy = {
      name: 'broken',
      version: '1',
      weigh: ({ process: id }) => (id === 3 ? NaN : 0),
    };
    const done = await runProgram(contest, null, { policy: broken });
    expect(done.result.ok).toBe(true);
    expect(ofKind(done.list, 'policy.quarantined')).toHaveLength(1);
    const parts = portableParts();
    const again = await replay(contest as never, done.trace, parts, { policies: [broken] });
    expect(again.report).toBe(undefined);
  });

  it('of a run from before feedback went first lets it wait (XDV-071.3)', async () => {
    const busy = process(ALL, function* busy(sys) {
      yield* sys.compute(us(900));
    });
    const steers = process(ALL, function* steers(sys) {
      for (let n = 0; n < 3; n++) yield* sys.spawn(busy, null);
      const container = yield* sys.q.allocate(1, { budget: us(200) });
      for (let n = 0; n < 3; n++) yield* sys.q.apply(container, circuit(1).x(0).build());
    });
    const old = await runProgram(steers, null, { feedbackTicks: 0, sliceTicks: 40 });
    const { header, events } = readTrace(old.trace, hasher);
    const { feedbackTicks, ...options } = header!.options as Record<string, Value>;
    expect(feedbackTicks).toBe(0);
    const store = createMemoryStore();
    const writer = createTraceWriter({ header: { ...header!, options }, store, hasher });
    for (const event of events) writer.append(event);
    writer.seal();
    expect(unwrap(headerOptions({ options }, [])).feedbackTicks).toBe(0);
    const again = await replay(steers as never, store.bytes(), portableParts());
    expect(again.report).toBe(undefined);
    const now = await runProgram(steers, null, { sliceTicks: 40 });
    expect(now.list).not.toEqual(old.list);
  });
});
