import {
  fail,
  FAULTS,
  ok,
  type DomainProvider,
  type Fault,
  type ProviderRequest,
  type RealTime,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, run, us, type KernelParts } from 'xdv-kernel';
import { createFake, createGate, type FakeScript } from './support/fake-provider.ts';
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
const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const flip = circuit(2).x(0).build();
const pair = isingProblem(2, [[0, 1, 1]]);

/** Does one of each and says how it ended. */
const tryAll = process(ALL, function* (sys) {
  const calibrated = yield* sys.attempt(sys.q.calibrate());
  const shots = yield* sys.attempt(sys.q.run(bell, { shots: 4, budget: us(50) }));
  const solved = yield* sys.attempt(sys.phi.solve(pair, { window: us(20) }));
  const container = yield* sys.attempt(sys.q.allocate(2, { budget: us(100) }));
  const envelope = yield* sys.attempt(sys.phi.open(pair, { window: us(100) }));
  const codes = [shots, solved, container, envelope, calibrated].map(codeOf);
  if (container.ok) {
    codes.push(codeOf(yield* sys.attempt(sys.q.apply(container.value, flip))));
    codes.push(codeOf(yield* sys.attempt(sys.q.measure(container.value, [0, 1]))));
  }
  if (envelope.ok) {
    codes.push(codeOf(yield* sys.attempt(sys.phi.apply(envelope.value, 'turn', [0]))));
    codes.push(codeOf(yield* sys.attempt(sys.phi.evaluate(envelope.value))));
  }
  return codes;
});

const only = (kind: ProviderRequest['kind'], answer: () => unknown): FakeScript => ({
  answer: (request) => (request.kind === kind ? answer() : undefined),
});

const withAnswer = (kind: ProviderRequest['kind'], answer: () => unknown): KernelParts => {
  const script = only(kind, answer);
  return fakeParts(kind.startsWith('q') ? { q: script } : { phi: script });
};

const throws = (what: unknown): (() => unknown) => {
  return () => {
    throw what;
  };
};

const NO_ANSWERS: readonly (readonly [string, () => unknown])[] = [
  ['throws', throws(new Error('inside'))],
  ['throws no error', throws('text')],
  ['answers with a number', () => 42],
  ['answers with a result of neither kind', () => ({ ok: null })],
  ['answers with a text', () => 'ok'],
  ['answers with a list', () => []],
];

const KINDS: readonly ProviderRequest['kind'][] = [
  'q.run',
  'q.allocate',
  'q.apply',
  'q.measure',
  'q.calibrate',
  'phi.solve',
  'phi.open',
  'phi.apply',
  'phi.evaluate',
];

const broken = fail('STABILITY_BREACH', 'the machine lost lock', 'Try again');

describe('a provider that', () => {
  it.each(KINDS)('fails in %s is an input, recorded and replayed (XDV-005.6)', async (kind) => {
    const parts = withAnswer(kind, () => broken);
    const recorded = await runProgram(tryAll, null, { parts });
    const codes = recorded.result.ok ? recorded.result.value : [];
    expect(codes).toContain('STABILITY_BREACH');
    const ended = ofKind(recorded.list, 'job.ended').filter(({ outcome }) => outcome !== 0);
    expect(ended.map(({ outcome }) => outcome)).toEqual([FAULTS.STABILITY_BREACH.number]);
    expect(ofKind(recorded.list, 'contract.revoked')).toHaveLength(1);
    const rolledBack = ofKind(recorded.list, 'transition.rolledback');
    expect(rolledBack[0]!.outcome).toBe(FAULTS.STABILITY_BREACH.number);
    expect(await flawsOf(tryAll, recorded)).toEqual([]);
    const { state } = await driveProgram(tryAll, null, { parts: withAnswer(kind, () => broken) });
    expect(leftovers(state)).toEqual([]);
  });

  it.each(['q.apply', 'q.measure', 'phi.apply', 'phi.evaluate'] as const)(
    'fails in %s voids that region and no other (XDV-024.2)',
    async (kind) => {
      const parts = withAnswer(kind, () => broken);
      const { list } = await runProgram(tryAll, null, { parts });
      const voided = [
        ...ofKind(list, 'container.voided'),
        ...ofKind(list, 'envelope.voided'),
      ];
      expect(voided.map(({ outcome, data: [region] }) => [outcome, region])).toEqual([
        [FAULTS.STABILITY_BREACH.number, kind.startsWith('q') ? 1 : 2],
      ]);
    },
  );

  it('fails under a contract that the process holds leaves the contract (XDV-024.4)', async () => {
    let asked = 0;
    const script = only('q.run', () => (asked++ === 0 ? broken : undefined));
    const program = process(ALL, function* (sys) {
      const contract = yield* sys.contract.request({ domain: 'Q', amount: 2, length: us(190) });
      const options = { shots: 1, budget: us(50), contract };
      const first = yield* sys.attempt(sys.q.run(bell, options));
      return [codeOf(first), (yield* sys.q.run(bell, options)).shots];
    });
    const recorded = await runProgram(program, null, { parts: fakeParts({ q: script }) });
    expect(recorded.result).toEqual({ ok: true, value: ['STABILITY_BREACH', 1] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it.each(NO_ANSWERS)('%s has failed: PROVIDER_FAILED (XDV-011.1)', async (_what, answer) => {
    const recorded = await runProgram(tryAll, null, { parts: withAnswer('q.run', answer) });
    const codes = recorded.result.ok ? recorded.result.value : [];
    expect(codes[0]).toBe('PROVIDER_FAILED');
    expect(codes.slice(1)).not.toContain('PROVIDER_FAILED');
    expect(await flawsOf(tryAll, recorded)).toEqual([]);
  });

  it('does not start ends the run before its first event', async () => {
    const refusing = { ...createFake('Q'), init: () => Promise.resolve(broken) };
    const parts = { ...fakeParts(), providers: [refusing] };
    await expect(runProgram(tryAll, null, { parts })).rejects.toMatchObject({
      code: 'STABILITY_BREACH',
    });
  });

  it('is told to give every region up, in order (XDV-023.6)', async () => {
    const q = createFake('Q');
    const phi = createFake('Phi');
    await runProgram(tryAll, null, { parts: { ...fakeParts(), providers: [q, phi] } });
    expect([q.terminated, phi.terminated]).toEqual([[1], [2]]);
  });

  it('gets another seed with every job, the same in every run (XDV-003.5)', async () => {
    const seedsOf = async (seed: number) => {
      const q = createFake('Q');
      const phi = createFake('Phi');
      await runProgram(tryAll, null, { seed, parts: { ...fakeParts(), providers: [q, phi] } });
      const seeded = [...q.requests, ...phi.requests].filter((request) => 'seed' in request);
      return seeded.map((request) => request.seed);
    };
    const [first, again, other] = [await seedsOf(7), await seedsOf(7), await seedsOf(8)];
    expect(again).toEqual(first);
    expect(new Set([...first, ...other]).size).toBe(first.length + other.length);
  });
});

/** Real time that passes when told to. */
const fakeTime = (): RealTime & { pass(ms: number): void } => {
  let now = 0;
  const alarms = new Map<() => void, number>();
  return {
    nowMs: () => now,
    after(ms, call) {
      alarms.set(call, now + ms);
      return () => alarms.delete(call);
    },
    turn: () => turns(1),
    pass(ms) {
      now += ms;
      for (const [call, at] of alarms) {
        if (at > now) continue;
        alarms.delete(call);
        call();
      }
    },
  };
};

describe('a job that takes too long', () => {
  const program = process(ALL, function* (sys) {
    const codes = [codeOf(yield* sys.attempt(sys.q.run(bell, { shots: 1, budget: us(50) })))];
    codes.push(codeOf(yield* sys.attempt(sys.phi.solve(pair, { window: us(20) }))));
    return codes;
  });

  it('has failed after jobLimitMs: PROVIDER_TIMEOUT, and replays (XDV-024.1)', async () => {
    const realTime = fakeTime();
    const gate = createGate();
    const parts = fakeParts({ q: { delay: gate.delay } });
    const running = runProgram(program, null, { parts, realTime, jobLimitMs: 100 });
    await turns(3);
    realTime.pass(99);
    await turns(3);
    expect(gate.waiting).toEqual([1]);
    realTime.pass(1);
    const recorded = await running;
    expect(recorded.result).toEqual({ ok: true, value: ['PROVIDER_TIMEOUT', 'ok'] });
    expect(await flawsOf(program, recorded)).toEqual([]);
    // what it says afterwards comes too late for anything
    gate.openAll();
    await turns(3);
  });

  it('but answers in time is as if there were no limit', async () => {
    const realTime = fakeTime();
    const limited = await runProgram(program, null, { realTime, jobLimitMs: 1 });
    const free = await runProgram(program, null);
    realTime.pass(1000);
    expect(limited.head).toBe(free.head);
    expect(limited.timings.map(({ provider }) => provider)).toEqual(['q-fake', 'phi-fake']);
  });
});

describe('a fault that no request caused', () => {
  const lost: Fault = { code: 'PROVIDER_FAILED', message: 'the fridge is warm', hint: 'Wait' };

  it('fails the jobs in flight of that provider and no other (XDV-024.2)', async () => {
    const gate = createGate();
    const q = createFake('Q', { delay: gate.delay });
    const phi = createFake('Phi', { delay: gate.delay });
    const shooter = process(ALL, function* (sys) {
      const first = yield* sys.attempt(sys.q.run(bell, { shots: 1, budget: us(50) }));
      return [first, yield* sys.attempt(sys.q.run(bell, { shots: 1, budget: us(50) }))].map(codeOf);
    });
    const solver = process(ALL, function* (sys) {
      return codeOf(yield* sys.attempt(sys.phi.solve(pair, { window: us(50) })));
    });
    const program = process(ALL, function* (sys) {
      const children = [yield* sys.spawn(solver, null), yield* sys.spawn(shooter, null)] as const;
      return [yield* sys.join(children[0]), yield* sys.join(children[1])];
    });
    const parts = { ...fakeParts(), providers: [q, phi] };
    const running = runProgram(program, null, { parts });
    await turns(4);
    expect(gate.waiting).toEqual([1, 2]);
    q.breakDown(lost);
    await turns(4);
    gate.openAll();
    await turns(4);
    gate.openAll();
    const recorded = await running;
    expect(recorded.result).toEqual({ ok: true, value: ['ok', ['PROVIDER_FAILED', 'ok']] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('that comes when nothing is in flight changes nothing', async () => {
    const q = createFake('Q');
    const program = process(ALL, function* (sys) {
      yield* sys.compute(us(10), () => q.breakDown(lost));
      return (yield* sys.q.run(bell, { shots: 1, budget: us(50) })).shots;
    });
    const parts = { ...fakeParts(), providers: [q, createFake('Phi')] };
    const { result } = await runProgram(program, null, { parts });
    expect(result).toEqual(ok(1));
  });
});

describe('a provider whose profile is malformed', () => {
  const [q, phi] = fakeParts().providers;
  const badly = (change: object) => {
    const profile = { ...q!.profile, ...change } as DomainProvider['profile'];
    return run(tryAll, null, { ...fakeParts(), providers: [{ ...q!, profile }, phi!] });
  };
  const device = q!.profile.resources[0]!;

  it.each([
    ['no resources', { resources: null }],
    ['no name', { id: '' }],
    ['the id of another', { id: phi!.profile.id }],
    ['a fraction of a qubit', { resources: [{ ...device, qubits: 1.5 }] }],
    ['an unknown gate', { resources: [{ ...device, gates: ['magic'] }] }],
    ['no calibration', { resources: [{ ...device, calibration: null }] }],
    ['more resources than a kernel holds', { resources: Array(32).fill(device) as object[] }],
  ])('does not start: %s (XDV-060.1)', async (_, change) => {
    await expect(badly(change)).rejects.toMatchObject({ code: 'PROVIDER_RESULT_INVALID' });
  });
});
