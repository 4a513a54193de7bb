import { ok, XdvError, type Domain, type RealTime, type Result } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  circuit,
  isingProblem,
  ns,
  process,
  us,
  type Behaviour,
  type Program,
  type SysOf,
} from 'xdv-kernel';
import { createFake, createGate, type FakeScript } from './support/fake-provider.ts';
import { rawCall, type LooseCall } from './support/raw.ts';
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

type Sys = SysOf<Domain>;
const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const untyped = process as unknown as (
  spec: typeof ALL,
  body: (sys: Sys) => unknown,
) => Program<null, unknown>;

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);

/** Objects that cannot be turned into a text. */
const bare: unknown = Object.create(null);
const spiteful = {
  toString() {
    throw new Error('no');
  },
};
const trap = new Proxy(
  {},
  {
    get() {
      throw new Error('no');
    },
  },
);
const UNPRINTABLE = [bare, spiteful, Symbol('s'), [Symbol('s')], [bare]];

const soundly = async (program: Program<null, unknown>): Promise<string> => {
  const recorded = await runProgram(program, null);
  expect(await flawsOf(program, recorded)).toEqual([]);
  return codeOf(recorded.result);
};

const CALLS_WITH: readonly (readonly [string, (bad: unknown) => LooseCall])[] = [
  ['send', (handle) => ({ handle })],
  ['time', (handle) => ({ handle })],
  ['capability.derive', (b) => ({ handle: 3, b })],
  ['compute', (a) => ({ a })],
  ['sleep', (a) => ({ a })],
  ['spawn', (bad) => ({ value: { program: { name: 'x', domains: [bad] } } })],
  ['contract.request', (domain) => ({ value: { domain } })],
  ['contract.request', (amount) => ({ value: { domain: 'Q', amount, ns: 1 } })],
  ['contract.request', (resource) => ({ value: { domain: 'Q', amount: 1, ns: 1, resource } })],
  ['contract.release', (a) => ({ a })],
  ['q.run', (shots) => ({ value: { circuit: bell, shots, budgetNs: 1 } })],
  ['q.run', (budgetNs) => ({ value: { circuit: bell, shots: 1, budgetNs } })],
  ['q.run', (handle) => ({ handle, value: { circuit: bell, shots: 1, budgetNs: 50_000 } })],
  ['q.allocate', (qubits) => ({ value: { qubits, budgetNs: 1 } })],
  ['q.apply', (a) => ({ a, value: bell })],
  ['phi.solve', (reads) => ({ value: { problem: pair, windowNs: 50_000, reads } })],
  ['phi.solve', (windowNs) => ({ value: { problem: pair, windowNs } })],
];

const hostTime: RealTime = {
  nowMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  turn: () => turns(1),
};

describe('an argument that cannot be printed', () => {
  it.each(CALLS_WITH)('is refused by %s like any other (XDV-024.3)', async (name, make) => {
    const program = process(ALL, function* () {
      const codes: string[] = [];
      for (const bad of UNPRINTABLE) codes.push(codeOf(yield* rawCall(name as never, make(bad))));
      return codes.filter((code) => code === 'ok');
    });
    const recorded = await runProgram(program, null);
    expect(recorded.result).toEqual(ok([]));
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('is refused by work on a region, which stays alive (XDV-024.2)', async () => {
    const program = process(ALL, function* (sys) {
      const q = yield* sys.q.allocate(2, { budget: us(190) });
      const phi = yield* sys.phi.open(pair, { window: us(190) });
      for (const bad of UNPRINTABLE) {
        yield* rawCall('q.measure', { a: q, value: bad });
        yield* rawCall('q.measure', { a: q, value: [bad] });
        yield* rawCall('phi.apply', { a: phi, value: { transform: bad } });
        yield* rawCall('phi.apply', { a: phi, value: { transform: 'turn', params: [bad] } });
      }
      yield* sys.q.measure(q, [0]);
      yield* sys.phi.evaluate(phi);
    });
    expect(await soundly(program)).toBe('ok');
  });

  it('is refused if reading it throws', async () => {
    const program = process(ALL, function* () {
      const codes: string[] = [];
      for (const name of ['q.run', 'q.allocate', 'phi.solve', 'contract.request'] as const) {
        codes.push(codeOf(yield* rawCall(name, { value: trap })));
      }
      return codes.filter((code) => code === 'ok');
    });
    expect(await soundly(program)).toBe('ok');
  });
});

describe('a handle that is no handle', () => {
  it.each([NaN, 1.5, -1, 1n, 'x', 2 ** 53, 5])(
    '(%s) never gets into a trace, in whatever phase a crossing fails (XDV-002.7)',
    async (handle) => {
      const program = process(ALL, function* () {
        yield* rawCall('q.run', { handle });
        yield* rawCall('q.apply', { handle });
        yield* rawCall('q.release', { handle });
        yield* rawCall('phi.solve', { handle });
        yield* rawCall('phi.evaluate', { handle });
      });
      const recorded = await runProgram(program, null);
      expect(await flawsOf(program, recorded)).toEqual([]);
      const used = ofKind(recorded.list, 'transition.rolledback').map((row) => row.capability);
      expect(used).toEqual([0, 0, 0, 0, 0]);
    },
  );
});

const failsWith = (error: unknown) =>
  untyped(ALL, function* () {
    yield* [];
    throw error;
  });

const defined = (name: string, descriptor: PropertyDescriptor): Error =>
  Object.defineProperty(new Error('x'), name, descriptor);

describe('a process that', () => {
  const thrower = () => {
    throw new Error('no');
  };
  it.each([
    ['an object without prototype', bare],
    ['an object that cannot be printed', spiteful],
    ['an error whose message throws', defined('message', { get: thrower })],
    ['an error whose stack is no text', defined('stack', { value: 5 })],
    ['a fault with a code that does not exist', new XdvError({ code: 'NOPE' } as never)],
    [
      'a fault whose message is no text',
      new XdvError({ code: 'PROCESS_THREW', message: 7, hint: '' } as never),
    ],
  ])('throws %s ends alone: PROCESS_THREW (XDV-030.4)', async (_what, error) => {
    expect(await soundly(failsWith(error))).toBe('PROCESS_THREW');
  });

  it('yields or returns what throws when looked at ends alone (XDV-030.4)', async () => {
    const yields = untyped(ALL, function* () {
      yield trap;
    });
    const returns = untyped(ALL, function* () {
      yield* [];
      return trap;
    });
    expect(await soundly(yields)).toBe('PROCESS_THREW');
    expect(await soundly(returns)).not.toBe('ok');
  });

  it('returns what cannot be encoded is among the faults, with its place', async () => {
    const program = untyped(ALL, function* () {
      yield* [];
      return () => 1;
    });
    const { faults } = await runProgram(program, null);
    expect(faults.map(({ fault }) => fault.code)).toEqual(['VALUE_NOT_ENCODABLE']);
  });

  it('returns NaN replays: a value that is not equal to itself is the same record', async () => {
    const program = process(ALL, function* (sys) {
      yield* sys.log('then');
      return NaN;
    });
    expect(await soundly(program)).toBe('ok');
  });

  it('gets its arguments as a copy, as a child does (XDV-013.3)', async () => {
    const args = { list: [1] };
    const program = process(ALL, function* (sys, given: { list: number[] }) {
      given.list.push(2);
      yield* sys.now();
    });
    await runProgram(program, args);
    expect(args.list).toEqual([1]);
  });

  it('shares a circuit with another cannot change what was asked for (XDV-013.3)', async () => {
    const q = createFake('Q');
    const shared = structuredClone(bell) as unknown as { ops: { gate: string }[] };
    const child = process(ALL, function* (sys) {
      yield* sys.q.run(shared as never, { shots: 1, budget: us(50) });
    });
    const program = process(ALL, function* (sys) {
      yield* sys.contract.request({ domain: 'Q', amount: 1, length: us(100) });
      const joined = yield* sys.spawn(child, null);
      yield* sys.sleep(us(20));
      shared.ops[0]!.gate = 'x';
      yield* sys.join(joined);
    });
    const parts = { ...fakeParts(), providers: [q, createFake('Phi')] };
    await runProgram(program, null, { parts });
    expect(q.requests[0]).toMatchObject({ circuit: { ops: [{ gate: 'h' }, {}, {}, {}] } });
  });

  it('runs to the end of logical time ends there, and the run with it', async () => {
    const program = process(ALL, function* (sys) {
      yield* sys.sleep(ns(Number.MAX_SAFE_INTEGER - 5));
      for (let i = 0; i < 20; i++) yield* sys.now();
    });
    const recorded = await runProgram(program, null, { tickNs: 1 });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});

const runs = process(ALL, function* (sys) {
  return codeOf(yield* sys.attempt(sys.q.run(bell, { shots: 4, budget: us(50) })));
});

const fault = (fields: object) => ({ ok: false, fault: fields });
const failed = { code: 'PROVIDER_FAILED', message: 'm', hint: 'h' };

describe('a provider that', () => {
  it.each([
    ['a failure without fault', { ok: false }],
    ['a fault that is null', { ok: false, fault: null }],
    ['a fault with an unknown code', fault({ ...failed, code: 'NOPE' })],
    ['a fault with an inherited code', fault({ ...failed, code: 'toString' })],
    ['a fault whose message is a number', fault({ ...failed, message: 5 })],
    ['a fault whose message has no UTF-8 form', fault({ ...failed, message: '\ud800' })],
    ['a fault without hint', fault({ code: 'PROVIDER_FAILED', message: 'm' })],
    ['a fault whose hint is a function', fault({ ...failed, hint: () => 1 })],
    ['an outcome that cannot be printed', ok({ counts: [[bare, 4]] })],
    ['a count that cannot be printed', ok({ counts: [['00', bare]] })],
    ['a result that throws when read', ok(trap)],
  ])('answers with %s has failed, and the run goes on (XDV-024.1)', async (_what, answer) => {
    const script: FakeScript = { answer: () => answer };
    const recorded = await runProgram(runs, null, { parts: fakeParts({ q: script }) });
    expect(recorded.result.ok && recorded.result.value).toMatch(/^PROVIDER_/);
    expect(await flawsOf(runs, recorded)).toEqual([]);
  });

  it('throws when told to give up a region changes nothing', async () => {
    const terminate = () => {
      throw new Error('no');
    };
    const program = process(ALL, function* (sys): Behaviour<void> {
      yield* sys.q.release(yield* sys.q.allocate(1, { budget: us(50) }));
    });
    const providers = [{ ...createFake('Q'), terminate }, createFake('Phi')];
    const { result } = await runProgram(program, null, { parts: { ...fakeParts(), providers } });
    expect(codeOf(result)).toBe('ok');
  });

  it('evaluates an envelope to a wrong number of spins breaks its port (XDV-061.3)', async () => {
    const program = process(ALL, function* (sys) {
      const envelope = yield* sys.phi.open(pair, { window: us(50) });
      return codeOf(yield* sys.attempt(sys.phi.evaluate(envelope)));
    });
    const samples = [{ spins: Int8Array.of(1, 1, 1), energy: 0 }];
    const stability = { index: 1, locked: true, steps: 1 };
    const script: FakeScript = {
      answer: ({ kind }) => (kind === 'phi.evaluate' ? ok({ samples, stability }) : undefined),
    };
    const { result } = await runProgram(program, null, { parts: fakeParts({ phi: script }) });
    expect(result).toEqual(ok('PROVIDER_RESULT_INVALID'));
  });

  it('never answers does not keep an operator from ending the run (XDV-015.6)', async () => {
    const gate = createGate();
    const operator: { reason?: string } = {};
    const parts = fakeParts({ q: { delay: gate.delay } });
    const realTime = hostTime;
    const running = runProgram(runs, null, { parts, realTime, halted: () => operator.reason });
    await turns(3);
    operator.reason = 'enough';
    const hangs = new Promise<Result<string>>((resolve) => {
      setTimeout(() => resolve(ok('hangs')), 5000).unref();
    });
    const result = await Promise.race([running, hangs]);
    gate.openAll();
    expect('list' in result && codeOf(result.result)).toBe('PROCESS_HALTED');
  });
});

describe('a run', () => {
  it('halted while a job is in flight leaves no job behind (XDV-024.4)', async () => {
    let asked = 0;
    const program = process(ALL, function* (sys) {
      yield* sys.spawn(runs, null);
      for (let i = 0; i < 8; i++) yield* sys.sleep(us(1));
    });
    const halted = () => (++asked === 9 ? 'enough' : undefined);
    const { state, list } = await driveProgram(program, null, { halted });
    expect(ofKind(list, 'job.started')).toHaveLength(1);
    expect(leftovers(state)).toEqual([]);
  });

  it('can be halted during a long computation (XDV-015.6, XDV-012.2)', async () => {
    const rival = process({ domains: ['K'] }, function* (sys) {
      yield* sys.compute(us(3_000_000));
    });
    const program = process(ALL, function* (sys) {
      yield* sys.spawn(rival, null);
      yield* sys.compute(us(3_000_000));
    });
    let asked = 0;
    const halted = () => (++asked > 4 ? 'enough' : undefined);
    const recorded = await runProgram(program, null, { halted });
    expect(codeOf(recorded.result)).toBe('PROCESS_HALTED');
    expect(recorded.events).toBeLessThan(10_000);
  });

  it('computes alone in one event, however long (XDV-012.2)', async () => {
    const program = process(ALL, function* (sys) {
      yield* sys.compute(us(3_000_000));
    });
    const { list } = await driveProgram(program, null);
    expect(ofKind(list, 'k.computed').map(({ data }) => data)).toEqual([[3_000_000]]);
  });

  it('of an async body that rejects reports that body, and nothing is left unhandled', async () => {
    const program = untyped(ALL, async () => {
      await turns(1);
      throw new Error('nobody waits for this');
    });
    expect(await soundly(program)).toBe('PROCESS_NOT_GENERATOR');
    await turns(3);
  });
});
