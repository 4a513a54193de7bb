import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us, type Child } from 'xdv-kernel';
import { createFake, createGate } from './support/fake-provider.ts';
import {
  codeOf,
  driveProgram,
  fakeParts,
  flawsOf,
  leftovers,
  ofKind,
  runProgram,
} from './support/run-program.ts';
import { turns } from './support/timing.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const K = { domains: ['K'] } as const;
const flip = circuit(1).x(0).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);

/** Takes one of everything and gives nothing back by itself. */
const hoarder = process(ALL, function* hoarder(sys, end: 'return' | 'throw' | 'exit' | 'wait') {
  yield* sys.memory.grow(2);
  yield* sys.q.allocate(2, { budget: us(200) });
  yield* sys.phi.open(pair, { window: us(200) });
  const child = yield* sys.spawn(waiter, null);
  yield* sys.capability.derive(child);
  yield* sys.send(child, 'unread');
  if (end === 'throw') throw new Error('with its hands full');
  if (end === 'exit') yield* sys.exit('gone');
  if (end === 'wait') yield* sys.receive();
  return 'returned';
});

const waiter = process(K, function* waiter(sys) {
  yield* sys.sleep(us(50));
});

describe('a process that ends', () => {
  it.each([
    ['by returning', 'return', 'ok'],
    ['by throwing', 'throw', 'PROCESS_THREW'],
    ['by exit', 'exit', 'ok'],
    ['in a deadlock', 'wait', 'DEADLOCK'],
  ] as const)('%s gives up all that it held (XDV-011.4, XDV-024.4)', async (_how, end, code) => {
    const { state, results } = await driveProgram(hoarder, end);
    expect(codeOf(results.get(1 as never)!)).toBe(code);
    expect(leftovers(state)).toEqual([]);
    const recorded = await runProgram(hoarder, end);
    // in a deadlock both envelopes have run out before
    const lost = end === 'wait' ? 'contract.expired' : 'contract.released';
    expect(ofKind(recorded.list, lost)).toHaveLength(2);
    expect(await flawsOf(hoarder, recorded)).toEqual([]);
  });

  it('goes through its lifecycle in order, and only once (XDV-020.3)', async () => {
    const { list } = await runProgram(hoarder, 'return');
    const kinds = list.filter((event) => event.process === 1).map(({ kind }) => kind);
    const lifecycle = kinds.filter((kind) => kind.startsWith('process.'));
    const [created] = ofKind(list, 'process.created');
    expect(created!.data[0]).toBe(1);
    expect(lifecycle).toEqual([
      'process.bound',
      'process.bound',
      'process.bound',
      'process.started',
      'process.created',
      'process.terminated',
      'process.released',
    ]);
  });

  it('leaves its children running to their end (XDV-020.3)', async () => {
    const main = process(K, function* (sys) {
      yield* sys.spawn(waiter, null);
    });
    const { list } = await runProgram(main, null);
    const ended = ofKind(list, 'process.terminated');
    expect(ended.map(({ process: id, tick }) => [id, tick >= 50])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(list.at(-1)!.kind).toBe('run.ended');
  });

  it('wakes everyone who joined it, with the same result (XDV-011.4)', async () => {
    const target = process(K, function* (sys) {
      const { value } = yield* sys.receive<number>();
      return value * 2;
    });
    const main = process(K, function* (sys) {
      const child = yield* sys.spawn(target, null);
      yield* sys.send(child, 21);
      return [yield* sys.join(child), yield* sys.join(child)];
    });
    const { result } = await runProgram(main, null);
    expect(result).toEqual({ ok: true, value: [42, 42] });
  });
});

describe('a deadlock', () => {
  it('is detected, names who waits for what, and ends the run: DEADLOCK', async () => {
    const child = process(K, function* (sys) {
      yield* sys.receive();
    });
    const main = process(K, function* (sys) {
      yield* sys.join(yield* sys.spawn(child, null));
    });
    const recorded = await runProgram(main, null);
    const messages = ofKind(recorded.list, 'process.terminated').map(({ data: [, text] }) => text);
    expect(messages[0]).toContain('p1 for a child');
    expect(messages[0]).toContain('p2 for a message');
    // the one that waits for nobody who waits ends first; its joiner learns of it
    expect(ofKind(recorded.list, 'process.terminated')[0]!.process).toBe(2);
    expect(codeOf(recorded.result)).toBe('CHILD_FAULTED');
    expect(await flawsOf(main, recorded)).toEqual([]);
  });

  it('of one process that waits for a message ends it', async () => {
    const main = process(K, function* (sys) {
      yield* sys.receive();
    });
    const recorded = await runProgram(main, null);
    expect(codeOf(recorded.result)).toBe('DEADLOCK');
    expect(await flawsOf(main, recorded)).toEqual([]);
  });

  it('is none while a timer or a job can still wake someone', async () => {
    const gate = createGate();
    const sender = process(ALL, function* (sys) {
      yield* sys.q.run(flip, { shots: 1, budget: us(50) });
      yield* sys.sleep(us(500));
      yield* sys.send(sys.parent, 'at last');
    });
    const main = process(ALL, function* (sys) {
      yield* sys.spawn(sender, null);
      return (yield* sys.receive()).value;
    });
    const running = runProgram(main, null, { parts: fakeParts({ q: { delay: gate.delay } }) });
    await turns(10);
    gate.openAll();
    expect((await running).result).toEqual({ ok: true, value: 'at last' });
  });

  it('can be survived by who joins and catches', async () => {
    const stuck = process(K, function* (sys) {
      yield* sys.receive();
    });
    const main = process(K, function* (sys) {
      const child = yield* sys.spawn(stuck, null);
      const joined = yield* sys.attempt(sys.join(child));
      yield* sys.sleep(us(10));
      return codeOf(joined);
    });
    const recorded = await runProgram(main, null);
    expect(recorded.result).toEqual({ ok: true, value: 'CHILD_FAULTED' });
    expect(await flawsOf(main, recorded)).toEqual([]);
  });
});

describe('an operator', () => {
  const endless = process(ALL, function* endless(sys) {
    yield* sys.q.allocate(2, { budget: us(200) });
    yield* sys.spawn(waiter, null);
    for (;;) yield* sys.compute(us(10));
  });

  it('ends a run cleanly and on record, and it replays (XDV-015.6, XDV-024.4)', async () => {
    let asked = 0;
    const halted = () => (++asked === 30 ? 'maintenance' : undefined);
    const recorded = await runProgram(endless, null, { halted });
    expect(codeOf(recorded.result)).toBe('PROCESS_HALTED');
    const [halt] = ofKind(recorded.list, 'operator.halted');
    expect(halt!.data).toEqual(['maintenance', 30]);
    // youngest first, so that children end before their parents
    const order = ofKind(recorded.list, 'process.terminated').map(({ process: id }) => id);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(recorded.list.at(-1)!.kind).toBe('run.ended');
    expect(await flawsOf(endless, recorded)).toEqual([]);
  });

  it('gets everything back from a halted run (XDV-024.4)', async () => {
    let asked = 0;
    const halted = () => (++asked === 30 ? 'maintenance' : undefined);
    const { state } = await driveProgram(endless, null, { halted });
    expect(leftovers(state)).toEqual([]);
  });

  it('who halts before the first step of a process still gets a whole trace', async () => {
    const recorded = await runProgram(endless, null, { halted: () => 'at once' });
    expect(codeOf(recorded.result)).toBe('PROCESS_HALTED');
    expect(await flawsOf(endless, recorded)).toEqual([]);
  });
});

describe('a run of many processes', () => {
  it('ends with everything given back and a sound trace (XDV-024.4)', async () => {
    const member = process(ALL, function* (sys, n: number) {
      if (n % 3 === 0) yield* sys.q.run(flip, { shots: n + 1, budget: us(50) });
      if (n % 3 === 1) yield* sys.phi.solve(pair, { window: us(5) });
      yield* sys.send(sys.parent, n);
      return n;
    });
    const main = process(ALL, function* (sys, size: number) {
      const children: Child<number>[] = [];
      for (let n = 0; n < size; n++) children.push(yield* sys.spawn(member, n));
      let sum = 0;
      for (let n = 0; n < size; n++) sum += (yield* sys.receive<number>()).value;
      for (const child of children) sum += yield* sys.join(child);
      return sum;
    });
    const { state } = await driveProgram(main, 150);
    expect(leftovers(state)).toEqual([]);
    const recorded = await runProgram(main, 150);
    expect(recorded.result).toEqual({ ok: true, value: 150 * 149 });
    expect(await flawsOf(main, recorded)).toEqual([]);
  });
});

describe('a provider of a run that ended', () => {
  it('holds no region any more (XDV-023.6)', async () => {
    const q = createFake('Q');
    const phi = createFake('Phi');
    const parts = { ...fakeParts(), providers: [q, phi] };
    await runProgram(hoarder, 'throw', { parts });
    expect([q.terminated, phi.terminated]).toEqual([[1], [2]]);
  });
});

describe('a policy that breaks its contract', () => {
  it('is named once on record, and the default order takes over (XDV-012.6)', async () => {
    const policy = { name: 'coin', version: '2', weigh: () => Number.NaN };
    const program = process({ domains: ['K'] }, function* (sys) {
      yield* sys.sleep(us(5));
      return 'done';
    });
    const recorded = await runProgram(program, null, { policy });
    expect(recorded.result).toEqual({ ok: true, value: 'done' });
    const reports = ofKind(recorded.list, 'policy.quarantined').map(({ data }) => data);
    expect(reports).toEqual([['coin', expect.stringContaining('weight NaN')]]);
  });
});
