import { FAULTS, type AnyEvent, type Handle } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us, type SysOf } from 'xdv-kernel';
import { rawCall } from './support/raw.ts';
import {
  codeOf,
  driveProgram,
  flawsOf,
  leftovers,
  ofKind,
  runProgram,
} from './support/run-program.ts';

type Sys = SysOf<'K' | 'Q' | 'Phi'>;
const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const flip = circuit(1).x(0).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);

/**
 * The first process's own capabilities in a run with one resource of each domain: handles are given
 * out in order, so these are the same in every run.
 */
const OWN = { Q: 3 as Handle, Phi: 4 as Handle };

/** Works under a derived capability that it gets from its parent, until that is taken away. */
const tenant = process(ALL, function* tenant(sys, domain: 'Q' | 'Phi') {
  const { value: capability } = yield* sys.receive<Handle>();
  const amount = 1;
  const length = us(150);
  const contract = yield* sys.contract.request({ domain, amount, length, capability });
  yield* sys.send(sys.parent, 'holding');
  const work =
    domain === 'Q'
      ? sys.q.run(flip, { shots: 30, budget: us(50), contract, capability })
      : sys.phi.solve(pair, { window: us(90), contract, capability });
  const during = yield* sys.attempt(work as never);
  const after = yield* sys.attempt(
    sys.contract.request({ domain, amount, length: us(10), capability }),
  );
  const own = yield* sys.attempt(
    sys.contract.request({ domain, amount, length: us(10) }),
  );
  return [during, after, own].map(codeOf);
});

function* revokeDuring(sys: Sys, domain: 'Q' | 'Phi') {
  const child = yield* sys.spawn(tenant, domain);
  const lent = yield* sys.capability.derive(OWN[domain], {}, child);
  const kept = yield* sys.capability.derive(OWN[domain]);
  yield* sys.send(child, lent);
  yield* sys.receive();
  yield* sys.sleep(us(20));
  // what the holder did not derive itself it cannot revoke, but what it derived from it can
  const foreign = codeOf(yield* sys.attempt(sys.capability.revoke(lent)));
  yield* sys.capability.revoke(kept);
  yield* sys.capability.revoke(OWN[domain]);
  return [foreign, ...(yield* sys.join(child))];
}

const program = process(ALL, function* (sys, domain: 'Q' | 'Phi') {
  return yield* revokeDuring(sys, domain);
});

const outcomes = (list: readonly AnyEvent[], kind: 'job.ended' | 'contract.revoked') =>
  ofKind(list, kind).map(({ outcome }) => outcome);

describe.each(['Q', 'Phi'] as const)('authority over %s that is taken back', (domain) => {
  it('takes the work under it along, and nothing else (XDV-023.5, XDV-002.7)', async () => {
    const recorded = await runProgram(program, domain);
    expect(recorded.result).toEqual({
      ok: true,
      value: ['HANDLE_FOREIGN', 'HANDLE_REVOKED', 'HANDLE_REVOKED', 'ok'],
    });
    const { number } = FAULTS.HANDLE_REVOKED;
    expect(outcomes(recorded.list, 'job.ended')).toEqual([number]);
    expect(outcomes(recorded.list, 'contract.revoked')).toEqual([number]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('leaves nothing behind (XDV-024.4)', async () => {
    const { state } = await driveProgram(program, domain);
    expect(leftovers(state)).toEqual([]);
  });
});

describe('a capability', () => {
  it('derived for one resource does not open another (XDV-015.1)', async () => {
    const narrow = process(ALL, function* (sys) {
      const capability = yield* sys.capability.derive(OWN.Q, { resources: 2 });
      const run = sys.q.run(flip, { shots: 1, budget: us(50), capability });
      return codeOf(yield* sys.attempt(run));
    });
    const recorded = await runProgram(narrow, null);
    // r1 is the Q device and r2 the machine: the derivation itself is more than its parent has
    expect(codeOf(recorded.result)).toBe('CAPABILITY_ESCALATION');
  });

  it('still counts at the tick at which its last envelope ends (XDV-002.7)', async () => {
    const scoped = process(ALL, function* (sys) {
      const codes: string[] = [];
      for (const spare of [0, 1]) {
        const { tick } = yield* sys.now();
        // two calls come first, and the envelope of one shot then takes 3 ticks
        const until = tick + 3 + 3 + spare;
        const capability = yield* sys.capability.derive(OWN.Q, { until });
        const run = sys.q.run(flip, { shots: 1, budget: us(50), capability });
        codes.push(codeOf(yield* sys.attempt(run)));
      }
      return codes;
    });
    const recorded = await runProgram(scoped, null);
    expect(recorded.result).toEqual({ ok: true, value: ['CAPABILITY_EXPIRED', 'ok'] });
    expect(await flawsOf(scoped, recorded)).toEqual([]);
  });

  it('must outlast work in a contract and on a container alike (XDV-002.7)', async () => {
    const scoped = process(ALL, function* (sys) {
      const codes: string[] = [];
      for (const spare of [0, 1]) {
        const contract = yield* sys.contract.request({ domain: 'Q', amount: 1, length: us(50) });
        const { tick } = yield* sys.now();
        // two calls come first: the shot then takes 3 ticks
        const capability = yield* sys.capability.derive(OWN.Q, { until: tick + 2 + 3 + spare });
        const run = sys.q.run(flip, { shots: 1, budget: us(50), contract, capability });
        codes.push(codeOf(yield* sys.attempt(run)));
        yield* sys.contract.release(contract);
        const container = yield* sys.q.allocate(1, { budget: us(50) });
        const { tick: now } = yield* sys.now();
        const handle = yield* sys.capability.derive(OWN.Q, { until: now + 2 + 1 + spare });
        codes.push(codeOf(yield* rawCall('q.measure', { handle, a: container, value: [0] })));
        yield* sys.q.release(container);
      }
      return codes;
    });
    const recorded = await runProgram(scoped, null);
    const no = 'CAPABILITY_EXPIRED';
    expect(recorded.result).toEqual({ ok: true, value: [no, no, 'ok', 'ok'] });
    expect(await flawsOf(scoped, recorded)).toEqual([]);
  });

  it('without the right to measure runs nothing that is read out (XDV-032.3)', async () => {
    const blind = process(ALL, function* (sys) {
      const capability = yield* sys.capability.derive(OWN.Q, { permissions: 1 << 1 });
      const run = sys.q.run(flip, { shots: 1, budget: us(50), capability });
      return codeOf(yield* sys.attempt(run));
    });
    const recorded = await runProgram(blind, null);
    expect(recorded.result).toEqual({ ok: true, value: 'DOMAIN_UNAUTHORIZED' });
    expect(ofKind(recorded.list, 'job.started')).toEqual([]);
    expect(await flawsOf(blind, recorded)).toEqual([]);
  });
});
