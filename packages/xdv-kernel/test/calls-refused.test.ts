import { AUTHORITY_ALL, FAULTS, PERMISSIONS, type FaultCode, type Value } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  circuit,
  isingProblem,
  process,
  us,
  type Behaviour,
  type Program,
  type RunOptions,
  type SysOf,
} from 'xdv-kernel';
import { createFake, FAKE_MACHINE } from './support/fake-provider.ts';
import { handle, raw, rawCall, type LooseCall } from './support/raw.ts';
import { codeOf, fakeParts, flawsOf, ofKind, refusals, runProgram } from './support/run-program.ts';

type Sys = SysOf<'K' | 'Q' | 'Phi'>;
const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const K = { domains: ['K'] } as const;

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const flip = circuit(2).x(0).build();
const pair = isingProblem(2, [[0, 1, 1]]);

const idle = process(K, function* idle(sys) {
  yield* sys.receive();
});

/** Runs a body that must end well, and checks that its trace is without flaw. */
const observe = async <T extends Value>(body: (sys: Sys) => Behaviour<T>, options?: RunOptions) => {
  const program: Program<null, T> = process(ALL, body);
  const recorded = await runProgram(program, null, options);
  expect(await flawsOf(program, recorded)).toEqual([]);
  if (!recorded.result.ok) throw new Error(recorded.result.fault.message);
  return { value: recorded.result.value, list: recorded.list };
};

describe('a handle', () => {
  it('of another process is refused: HANDLE_FOREIGN (XDV-002.7, XDV-015.5)', async () => {
    const thief = process(K, function* (sys) {
      const { value } = yield* sys.receive<number>();
      const sent = yield* sys.attempt(sys.send(handle(value), 'stolen'));
      const joined = yield* sys.attempt(sys.join(handle(value)));
      const derived = yield* sys.attempt(sys.capability.derive(handle(value)));
      const revoked = yield* sys.attempt(sys.capability.revoke(handle(value)));
      const read = yield* rawCall('time', { handle: value });
      return [sent, joined, derived, revoked, read].map(codeOf);
    });
    const { value, list } = await observe(function* (sys) {
      const victim = yield* sys.spawn(idle, null);
      const child = yield* sys.spawn(thief, null);
      yield* sys.send(child, victim);
      const codes = yield* sys.join(child);
      yield* sys.send(victim, 'bye');
      return codes;
    });
    expect(value).toEqual(Array.from({ length: 5 }, () => 'HANDLE_FOREIGN'));
    expect(refusals(list)).toEqual(value.map(() => FAULTS.HANDLE_FOREIGN.number));
  });

  it('of the root, which the kernel holds, is refused (XDV-062.3)', async () => {
    const { value } = await observe(function* (sys) {
      const derived = yield* sys.attempt(sys.capability.derive(handle(1), AUTHORITY_ALL));
      const revoked = yield* sys.attempt(sys.capability.revoke(handle(1)));
      const under = { shots: 1, budget: us(50), capability: handle(1) };
      return [derived, revoked, yield* sys.attempt(sys.q.run(bell, under))].map(codeOf);
    });
    expect(value).toEqual(['HANDLE_FOREIGN', 'HANDLE_FOREIGN', 'HANDLE_FOREIGN']);
  });

  it('that was never issued is refused: HANDLE_UNKNOWN (XDV-002.7)', async () => {
    const forged = [0, -1, 1.5, 4096, 2 ** 20, 2 ** 53, NaN, Infinity];
    const { value } = await observe(function* () {
      const codes: string[] = [];
      for (const made of forged) codes.push(codeOf(yield* rawCall('send', { handle: made })));
      for (const made of forged) codes.push(codeOf(yield* rawCall('join', { handle: made })));
      return codes;
    });
    expect(new Set(value)).toEqual(new Set(['HANDLE_UNKNOWN']));
    expect(value).toHaveLength(2 * forged.length);
  });

  it('that was revoked is refused: HANDLE_REVOKED (XDV-002.7)', async () => {
    const { value } = await observe(function* (sys) {
      const child = yield* sys.spawn(idle, null);
      const second = yield* sys.capability.derive(child);
      yield* sys.capability.revoke(second);
      const refused = yield* sys.attempt(sys.send(second, 1));
      yield* sys.send(child, 1);
      return [codeOf(refused), codeOf(yield* sys.attempt(sys.capability.revoke(second)))];
    });
    expect(value).toEqual(['HANDLE_REVOKED', 'HANDLE_REVOKED']);
  });

  it('lets its holder do what it was derived for, and no more (XDV-002.6)', async () => {
    const { value } = await observe(function* (sys) {
      const child = yield* sys.spawn(idle, null);
      const permissions = PERMISSIONS.send;
      const sender = yield* sys.capability.derive(child, { permissions });
      const joined = yield* sys.attempt(sys.join(handle(sender)));
      const wider = { permissions: PERMISSIONS.send | PERMISSIONS.join };
      const escalated = yield* sys.attempt(sys.capability.derive(sender, wider));
      const later = yield* sys.attempt(sys.capability.derive(sender, { until: 2 ** 53 }));
      yield* sys.send(sender, 1);
      return [joined, escalated, later].map(codeOf);
    });
    expect(value).toEqual(['DOMAIN_UNAUTHORIZED', 'CAPABILITY_ESCALATION', 'ARGUMENT_INVALID']);
  });

  it('works in its time scope only: CAPABILITY_EXPIRED (XDV-015.1)', async () => {
    const { value } = await observe(function* (sys) {
      const child = yield* sys.spawn(idle, null);
      const { tick } = yield* sys.now();
      const scoped = yield* sys.capability.derive(child, { from: tick + 10, until: tick + 20 });
      const early = yield* sys.attempt(sys.send(scoped, 1));
      yield* sys.sleep(us(10));
      yield* sys.send(scoped, 1);
      yield* sys.sleep(us(20));
      return [early, yield* sys.attempt(sys.send(scoped, 1))].map(codeOf);
    });
    expect(value).toEqual(['CAPABILITY_EXPIRED', 'CAPABILITY_EXPIRED']);
  });

  it('derived for another process is that process’s own (XDV-015.1)', async () => {
    const messenger = process(K, function* (sys) {
      const { value } = yield* sys.receive<number>();
      yield* sys.send(handle(value), 'from the messenger');
    });
    const { value } = await observe(function* (sys) {
      const target = yield* sys.spawn(idle, null);
      const other = yield* sys.spawn(messenger, null);
      const passed = yield* sys.capability.derive(target, {}, other);
      const own = yield* sys.attempt(sys.send(passed, 'mine'));
      yield* sys.send(other, passed);
      yield* sys.join(target);
      return codeOf(own);
    });
    expect(value).toBe('HANDLE_FOREIGN');
  });
});

describe('a domain', () => {
  const calls: readonly (readonly [string, LooseCall])[] = [
    ['q.run', { value: { circuit: bell, shots: 1, budgetNs: 50_000 } }],
    ['q.allocate', { value: { qubits: 1, budgetNs: 50_000 } }],
    ['phi.solve', { value: { problem: pair, windowNs: 50_000 } }],
    ['phi.open', { value: { problem: pair, windowNs: 50_000 } }],
    ['contract.request', { value: { domain: 'Q', amount: 1, ns: 1000 } }],
    ['contract.request', { value: { domain: 'Phi', amount: 1, ns: 1000 } }],
  ];

  it.each(calls)('not declared is refused to %s (XDV-004.1)', async (name, call) => {
    const program = process(K, function* () {
      return codeOf(yield* rawCall(name as never, call));
    });
    const recorded = await runProgram(program, null);
    // there is no capability at all that the call could use
    expect(recorded.result).toEqual({
      ok: true,
      value: expect.toBeOneOf(['HANDLE_UNKNOWN', 'DOMAIN_UNAUTHORIZED']) as string,
    });
    expect(refusals(recorded.list)).toHaveLength(1);
    expect(ofKind(recorded.list, 'contract.issued')).toEqual([]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('the parent did not declare is refused to a child (XDV-020.5, XDV-002.7)', async () => {
    const child = process({ domains: ['K', 'Q'] }, function* (sys) {
      yield* sys.q.run(bell, { shots: 1, budget: us(50) });
    });
    const program = process(K, function* (sys) {
      return codeOf(yield* sys.attempt(sys.spawn(child, null)));
    });
    const recorded = await runProgram(program, null);
    expect(recorded.result).toEqual({ ok: true, value: 'DOMAIN_UNAUTHORIZED' });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('that no provider serves ends the process that declares it (XDV-004.2)', async () => {
    const parts = { ...fakeParts(), providers: [createFake('Q')] };
    const program = process(ALL, function* (sys) {
      yield* sys.log('never');
    });
    const recorded = await runProgram(program, null, { parts });
    expect(codeOf(recorded.result)).toBe('PROVIDER_UNAVAILABLE');
    expect(ofKind(recorded.list, 'k.logged')).toEqual([]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});

describe('a contract', () => {
  const terms = { domain: 'Q', amount: 2, length: us(100) } as const;

  it('that has ended is refused: CONTRACT_EXPIRED (XDV-023.3)', async () => {
    const { value, list } = await observe(function* (sys) {
      const contract = yield* sys.contract.request(terms);
      yield* sys.sleep(us(200));
      const run = sys.q.run(bell, { shots: 1, budget: us(50), contract });
      return [yield* sys.attempt(run), yield* sys.attempt(sys.contract.release(contract))].map(
        codeOf,
      );
    });
    expect(value).toEqual(['CONTRACT_EXPIRED', 'CONTRACT_EXPIRED']);
    expect(ofKind(list, 'contract.expired').map(({ tick }) => tick)).toEqual([101]);
    expect(ofKind(list, 'job.started')).toEqual([]);
  });

  it('of another process is refused: CONTRACT_INVALID (XDV-020.4)', async () => {
    const thief = process(ALL, function* (sys) {
      const contract = (yield* sys.receive<number>()).value as never;
      const run = sys.q.run(bell, { shots: 1, budget: us(50), contract });
      return [yield* sys.attempt(run), yield* sys.attempt(sys.contract.release(contract))].map(
        codeOf,
      );
    });
    const { value } = await observe(function* (sys) {
      const child = yield* sys.spawn(thief, null);
      yield* sys.send(child, yield* sys.contract.request(terms));
      return yield* sys.join(child);
    });
    expect(value).toEqual(['CONTRACT_INVALID', 'CONTRACT_INVALID']);
  });

  it('of the other domain is refused: CONTRACT_INVALID (XDV-002.2)', async () => {
    const { value } = await observe(function* (sys) {
      const contract = yield* sys.contract.request(terms);
      const options = { window: us(20), contract };
      return codeOf(yield* sys.attempt(sys.phi.solve(pair, options)));
    });
    expect(value).toBe('CONTRACT_INVALID');
  });

  it('is not outlasted by work under it (XDV-012.4, XDV-012.3)', async () => {
    const { value, list } = await observe(function* (sys) {
      const q = yield* sys.contract.request({ ...terms, length: us(10) });
      const run = sys.q.run(bell, { shots: 3, budget: us(50), contract: q });
      const late = codeOf(yield* sys.attempt(run));
      yield* sys.contract.release(q);
      const phi = yield* sys.contract.request({ domain: 'Phi', amount: 2, length: us(30) });
      const solve = sys.phi.solve(pair, { window: us(20), reads: 2, contract: phi });
      return [late, codeOf(yield* sys.attempt(solve))];
    });
    expect(value).toEqual(['DECOHERENCE_EXCEEDED', 'COHERENCE_VIOLATION']);
    expect(ofKind(list, 'job.started')).toEqual([]);
  });

  it('longer than its device allows is refused', async () => {
    const { value } = await observe(function* (sys) {
      const long = { ...terms, length: us(1000) };
      const q = yield* sys.attempt(sys.contract.request(long));
      const phi = yield* sys.attempt(sys.contract.request({ ...long, domain: 'Phi' }));
      const large = yield* sys.attempt(sys.contract.request({ ...terms, amount: 21 }));
      const nowhere = yield* sys.attempt(sys.contract.request({ ...terms, resource: 'pf' }));
      return [q, phi, large, nowhere].map(codeOf);
    });
    expect(value).toEqual([
      'DECOHERENCE_EXCEEDED',
      'COHERENCE_VIOLATION',
      'CIRCUIT_TOO_LARGE',
      'PROVIDER_UNAVAILABLE',
    ]);
  });

  it('that cannot start in time is refused, after waiting its turn (XDV-023.4)', async () => {
    const { value } = await observe(function* (sys) {
      yield* sys.contract.request(terms);
      const soon = { ...terms, patience: us(20) };
      return codeOf(yield* sys.attempt(sys.contract.request(soon)));
    });
    expect(value).toBe('RESOURCE_EXHAUSTED');
  });

  it('for another machine than the work needs is refused: CONTRACT_INVALID', async () => {
    const second = { ...FAKE_MACHINE, name: 'second' };
    const profile = { resources: [FAKE_MACHINE, second] };
    const parts = { ...fakeParts(), providers: [createFake('Q'), createFake('Phi', { profile })] };
    const program = process(ALL, function* (sys) {
      const wanted = { domain: 'Phi', amount: 2, length: us(90), resource: 'second' } as const;
      const contract = yield* sys.contract.request(wanted);
      return codeOf(yield* sys.attempt(sys.phi.solve(pair, { window: us(20), contract })));
    });
    const { result } = await runProgram(program, null, { parts });
    expect(result).toEqual({ ok: true, value: 'CONTRACT_INVALID' });
  });
});

describe('a region', () => {
  it('of another process is refused, and untouched by it (XDV-020.4, XDV-024.2)', async () => {
    const thief = process(ALL, function* (sys) {
      const [q, phi] = (yield* sys.receive<[never, never]>()).value;
      const tries = [
        yield* sys.attempt(sys.q.apply(q, flip)),
        yield* sys.attempt(sys.q.measure(q, [0])),
        yield* sys.attempt(sys.q.release(q)),
        yield* sys.attempt(sys.phi.apply(phi, 'turn', [0])),
        yield* sys.attempt(sys.phi.evaluate(phi)),
        yield* sys.attempt(sys.phi.close(phi)),
      ];
      return tries.map(codeOf);
    });
    const { value } = await observe(function* (sys) {
      const child = yield* sys.spawn(thief, null);
      const q = yield* sys.q.allocate(2, { budget: us(200) });
      const phi = yield* sys.phi.open(pair, { window: us(200) });
      yield* sys.send(child, [q, phi]);
      const codes = yield* sys.join(child);
      yield* sys.q.measure(q, [0]);
      yield* sys.phi.evaluate(phi);
      return codes;
    });
    expect(value).toEqual(Array.from({ length: 6 }, () => 'REGION_UNKNOWN'));
  });

  it('that was given back, or is of the other domain, is refused (XDV-032.2)', async () => {
    const { value } = await observe(function* (sys) {
      const container = yield* sys.q.allocate(2, { budget: us(100) });
      const crossed = yield* sys.attempt(sys.phi.evaluate(container as never));
      yield* sys.q.release(container);
      const tries = [
        crossed,
        yield* sys.attempt(sys.q.apply(container, flip)),
        yield* sys.attempt(sys.q.measure(container, [0])),
        yield* sys.attempt(sys.q.release(container)),
      ];
      return tries.map(codeOf);
    });
    expect(value).toEqual(['REGION_UNKNOWN', 'REGION_VOID', 'REGION_VOID', 'REGION_VOID']);
  });

  it('takes only work that fits it: gates, its qubits, its transforms (XDV-033.2)', async () => {
    const { value } = await observe(function* (sys) {
      const q = yield* sys.q.allocate(2, { budget: us(150) });
      const phi = yield* sys.phi.open(pair, { window: us(150) });
      const tries = [
        yield* sys.attempt(sys.q.apply(q, bell)),
        yield* sys.attempt(sys.q.apply(q, circuit(3).x(2).build())),
        yield* sys.attempt(sys.q.measure(q, [2])),
        yield* sys.attempt(sys.q.measure(q, [0, 0])),
        yield* sys.attempt(sys.q.measure(q, [])),
        yield* sys.attempt(sys.phi.apply(phi, 'melt')),
        yield* sys.attempt(sys.phi.apply(phi, 'turn', [2])),
        yield* sys.attempt(sys.phi.apply(phi, 'turn', [0, 0])),
      ];
      // none of these refusals cost the regions anything
      yield* sys.q.measure(q, [0, 1]);
      yield* sys.phi.evaluate(phi);
      return tries.map(codeOf);
    });
    const bad: readonly FaultCode[] = ['ARGUMENT_INVALID', 'ARGUMENT_INVALID'];
    const circuits: readonly FaultCode[] = ['CIRCUIT_INVALID', 'CIRCUIT_INVALID'];
    expect(value).toEqual([...circuits, ...bad, bad[0], 'TRANSFORM_UNSUPPORTED', ...bad]);
  });
});

describe('a system call', () => {
  it.each([999, 0, -1, 6, 75, 1.5, NaN, Infinity, 2 ** 53])(
    'number %d is unknown: SYSCALL_UNKNOWN (XDV-052.4)',
    async (call) => {
      const { value, list } = await observe(function* (sys) {
        const reply = yield* raw({ call });
        yield* sys.log('goes on');
        return codeOf(reply);
      });
      expect(value).toBe('SYSCALL_UNKNOWN');
      expect(refusals(list)).toEqual([FAULTS.SYSCALL_UNKNOWN.number]);
    },
  );
});
