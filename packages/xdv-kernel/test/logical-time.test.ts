import type { AnyEvent } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us, type Child } from 'xdv-kernel';
import { createFake, createGate } from './support/fake-provider.ts';
import { fakeParts, flawsOf, ofKind, runProgram } from './support/run-program.ts';
import { turns } from './support/timing.ts';

// on the fake device one shot of this takes 1 µs for its gate, 1 µs to measure and 1 µs to reset
const flip = circuit(1).x(0).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);
const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const K = { domains: ['K'] } as const;

interface Envelope {
  readonly resource: number;
  readonly start: number;
  readonly end: number;
}

const envelopesOf = (list: readonly AnyEvent[]): readonly Envelope[] =>
  ofKind(list, 'contract.issued').map(({ data: [, resource, , start, end] }) => ({
    resource,
    start,
    end,
  }));

const overlap = (a: Envelope, b: Envelope): boolean => a.start < b.end && b.start < a.end;

const shooter = process(ALL, function* shooter(sys, shots: number) {
  yield* sys.q.run(flip, { shots, budget: us(50) });
  return (yield* sys.now()).tick;
});

const solver = process(ALL, function* solver(sys, window: number) {
  yield* sys.phi.solve(pair, { window: us(window) });
  return (yield* sys.now()).tick;
});

const worker = process(K, function* worker(sys, span: number) {
  yield* sys.compute(us(span));
  return (yield* sys.now()).tick;
});

describe('a job', () => {
  it('gives its result at the tick where its envelope ends (logical execution time)', async () => {
    const recorded = await runProgram(shooter, 10);
    // requested in tick 0, decided when the call is over: 10 shots of 3 µs from tick 1
    expect(envelopesOf(recorded.list)).toEqual([{ resource: 1, start: 1, end: 31 }]);
    expect(ofKind(recorded.list, 'job.ended').map(({ tick }) => tick)).toEqual([31]);
    expect(recorded.result).toEqual({ ok: true, value: 31 });
  });

  it('rounds its length up to whole ticks, however long they are (XDV-012.4)', async () => {
    const ends = async (tickNs: number) => {
      const { list } = await runProgram(shooter, 1, { tickNs });
      const [envelope] = envelopesOf(list);
      return envelope!.end - envelope!.start;
    };
    expect([await ends(1), await ends(1000), await ends(2000), await ends(9000)]).toEqual([
      3000, 3, 2, 1,
    ]);
  });

  it('is waited for if its provider is late, and nothing else happens (XDV-005.2)', async () => {
    const gate = createGate();
    const parts = fakeParts({ q: { delay: gate.delay } });
    const seen: AnyEvent[] = [];
    const program = process(ALL, function* (sys) {
      const child = yield* sys.spawn(shooter, 1);
      yield* sys.compute(us(500));
      return yield* sys.join(child);
    });
    const running = runProgram(program, null, { parts, onEvent: (event) => seen.push(event) });
    await turns(20);
    const ticks = seen.map(({ tick }) => tick);
    // modelled time has come to the end of the envelope and not a tick further
    expect(Math.max(...ticks)).toBeLessThanOrEqual(ofKind(seen, 'job.started')[0]!.data[3]);
    expect(ofKind(seen, 'job.ended')).toEqual([]);
    gate.openAll();
    const late = await running;
    expect(late.head).toBe((await runProgram(program, null)).head);
  });

  it('is held back if its provider is early (XDV-005.2)', async () => {
    const program = process(ALL, function* (sys) {
      const child = yield* sys.spawn(solver, 100);
      yield* sys.sleep(us(50));
      yield* sys.log('still before the end');
      return yield* sys.join(child);
    });
    const { list, result } = await runProgram(program, null);
    const kinds = list.map(({ kind }) => kind);
    expect(kinds.indexOf('k.logged')).toBeLessThan(kinds.indexOf('job.ended'));
    expect(result).toEqual({ ok: true, value: ofKind(list, 'job.ended')[0]!.tick });
  });

  it('started together with others ends in logical order, not in that of answers', async () => {
    const program = process(ALL, function* (sys) {
      const long = yield* sys.spawn(solver, 100);
      const short = yield* sys.spawn(shooter, 2);
      return [yield* sys.join(short), yield* sys.join(long)];
    });
    const gate = createGate();
    const delay = gate.delay;
    const parts = fakeParts({ q: { delay }, phi: { delay } });
    const running = runProgram(program, null, { parts });
    await turns(5);
    expect(gate.waiting).toEqual([1, 2]);
    gate.open(1);
    await turns(5);
    gate.open(2);
    const { list, head } = await running;
    expect(ofKind(list, 'job.ended').map(({ data: [job] }) => job)).toEqual([2, 1]);
    expect(head).toBe((await runProgram(program, null)).head);
  });
});

describe('envelopes', () => {
  it('of competing processes never overlap, and go in order of request (XDV-023.3)', async () => {
    const program = process(ALL, function* (sys) {
      const children: Child<number>[] = [];
      for (let i = 0; i < 6; i++) children.push(yield* sys.spawn(shooter, 1 + (i % 3)));
      const ticks: number[] = [];
      for (const child of children) ticks.push(yield* sys.join(child));
      return ticks;
    });
    const recorded = await runProgram(program, null);
    const envelopes = envelopesOf(recorded.list);
    expect(envelopes).toHaveLength(6);
    for (const [i, one] of envelopes.entries()) {
      expect(envelopes.slice(i + 1).filter((other) => overlap(one, other))).toEqual([]);
    }
    const holders = ofKind(recorded.list, 'contract.activated').map(({ process: id }) => id);
    expect(holders).toEqual([2, 3, 4, 5, 6, 7]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('are exclusive in Φ too, and begin and end exactly on their ticks (XDV-012.3)', async () => {
    const program = process(ALL, function* (sys) {
      const first = yield* sys.spawn(solver, 40);
      const second = yield* sys.spawn(solver, 40);
      return [yield* sys.join(first), yield* sys.join(second)];
    });
    const { list } = await runProgram(program, null);
    const [first, second] = envelopesOf(list);
    expect(second!.start).toBe(first!.end);
    expect(first!.end - first!.start).toBe(40);
    const ticks = ofKind(list, 'contract.activated').map(({ tick }) => tick);
    expect(ticks).toEqual([first!.start, second!.start]);
    expect(ofKind(list, 'contract.released').map(({ tick }) => tick)).toEqual([
      first!.end,
      second!.end,
    ]);
  });

  it('given back early are free at once for who waits (XDV-023.6)', async () => {
    const program = process(ALL, function* (sys) {
      const terms = { domain: 'Q', amount: 1, length: us(150) } as const;
      const contract = yield* sys.contract.request(terms);
      yield* sys.contract.release(contract);
      yield* sys.q.run(flip, { shots: 1, budget: us(50) });
      return (yield* sys.now()).tick;
    });
    const { result } = await runProgram(program, null);
    expect(result.ok && result.value).toBeLessThan(10);
  });
});

describe('K, Q and Φ', () => {
  const program = process(ALL, function* (sys) {
    const q = yield* sys.spawn(shooter, 30);
    const phi = yield* sys.spawn(solver, 90);
    const k = yield* sys.spawn(worker, 60);
    return [yield* sys.join(k), yield* sys.join(q), yield* sys.join(phi)];
  });

  it('of different processes overlap in modelled time (XDV-004.6)', async () => {
    const recorded = await runProgram(program, null);
    const [q, phi] = envelopesOf(recorded.list);
    const computed = ofKind(recorded.list, 'k.computed');
    expect(overlap(q!, phi!)).toBe(true);
    const during = computed.filter(({ tick }) => tick >= q!.start && tick < q!.end);
    expect(during.length).toBeGreaterThan(0);
    const [k, shots, solved] = recorded.result.ok ? recorded.result.value : [];
    // 60 µs of K, 90 of Q and 90 of Φ do not take 240 one after the other
    expect(Math.max(k!, shots!, solved!)).toBeLessThan(110);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('overlap in reality: both providers work while K steps go on (XDV-004.6)', async () => {
    const gate = createGate();
    const q = createFake('Q', { delay: gate.delay });
    const phi = createFake('Phi', { delay: gate.delay });
    const parts = { ...fakeParts(), providers: [q, phi] };
    const during: AnyEvent[] = [];
    const onEvent = (event: AnyEvent): void => {
      if (q.inFlight === 1 && phi.inFlight === 1) during.push(event);
    };
    const running = runProgram(program, null, { parts, onEvent });
    await turns(10);
    expect([q.inFlight, phi.inFlight]).toEqual([1, 1]);
    expect(ofKind(during, 'k.computed').length).toBeGreaterThan(0);
    gate.openAll();
    expect((await running).result.ok).toBe(true);
    expect([q.inFlight, phi.inFlight]).toEqual([0, 0]);
  });

  it('of one program on several K lanes compute side by side (XDV-012.2)', async () => {
    const both = process(K, function* (sys) {
      const a = yield* sys.spawn(worker, 200);
      const b = yield* sys.spawn(worker, 200);
      return Math.max(yield* sys.join(a), yield* sys.join(b));
    });
    const ends = await Promise.all(
      [1, 2].map(async (kLanes) => (await runProgram(both, null, { kLanes })).result),
    );
    const [one, two] = ends.map((result) => (result.ok ? result.value : 0));
    expect(one!).toBeGreaterThan(400);
    expect(two!).toBeLessThan(250);
  });

  it('compute in slices: a long one does not keep others waiting (XDV-012.2)', async () => {
    const quick = process(K, function* (sys) {
      yield* sys.log('quick');
      return (yield* sys.now()).tick;
    });
    const main = process(K, function* (sys) {
      yield* sys.spawn(worker, 5000);
      return yield* sys.join(yield* sys.spawn(quick, null));
    });
    const { result } = await runProgram(main, null, { sliceTicks: 20 });
    expect(result.ok && result.value).toBeLessThan(60);
  });
});
