import { FAULTS, maxCut, type DomainProvider } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRequest, evaluateRequest, opened, openRequest, solveRequest } from './jobs.ts';
import { karateClub } from './support.ts';

type Answer = Awaited<ReturnType<DomainProvider['execute']>>;

/** Sends anything to every method that takes a request. */
const send = async (provider: DomainProvider, request: unknown): Promise<readonly unknown[]> => [
  await provider.requestResources(request as never),
  await provider.execute(request as never),
  await provider.project(request as never),
];

const codes = (answers: readonly unknown[]): string[] =>
  answers.map((answer) => {
    const result = answer as Answer;
    expect(result.ok).toBe(false);
    if (result.ok) return '';
    expect(Object.keys(FAULTS)).toContain(result.fault.code);
    expect(result.fault.message.length).toBeLessThan(200);
    return result.fault.code;
  });

const thrice = (found: string): string[] => [found, found, found];

const thrower = (): never => {
  throw new Error('trap');
};

/** Every way in which one field can be wrong. */
const WRONG = [undefined, null, true, NaN, Infinity, -1, 0, 0.5, 2 ** 53, 'x', '1', {}, [], 1n];
const TRAP = new Proxy({}, { get: thrower });
const STRANGE = [Symbol('s'), () => 1, new Date(0), TRAP, '\0'.repeat(99)];

describe('requests are validated again, whoever checked them before (XDV-001.6)', () => {
  it('what is not a request is ARGUMENT_INVALID', async () => {
    const provider = await opened();
    for (const request of [...WRONG, Symbol('s'), { kind: 'q.run' }, { kind: 'phi.close' }]) {
      expect(codes(await send(provider, request))).toEqual(thrice('ARGUMENT_INVALID'));
    }
  });

  it('an object that throws when read is a fault, never a rejection', async () => {
    const provider = await opened();
    expect(codes(await send(provider, TRAP))).toEqual(thrice('ARGUMENT_INVALID'));
    const inside = { ...solveRequest(), problem: TRAP };
    expect(codes([await provider.execute(inside as never)])).toEqual(['PROVIDER_FAILED']);
    const error = { get message() { return thrower(); } };
    const worse = { get kind() { throw error; } };
    expect(codes([await provider.execute(worse as never)])).toEqual(['ARGUMENT_INVALID']);
  });

  it('every field of every request is checked', async () => {
    const provider = await opened();
    const solve = solveRequest({ windowNs: 1_050, reads: 1 });
    const requests = [solve, openRequest(), applyRequest('kick', [1]), evaluateRequest()];
    let refused = 0;
    for (const request of requests) {
      for (const field of Object.keys(request)) {
        for (const value of [...WRONG, ...STRANGE]) {
          // a seed may be any safe integer, a kick may be called with [] only by mistake
          if (field === 'seed' && (value === 0 || value === -1)) continue;
          const answers = await send(provider, { ...request, [field]: value });
          expect(codes(answers)).not.toContain('');
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
    // and none of it touched the envelope
    expect(await provider.project(evaluateRequest())).toEqual(
      await (await opened()).project(evaluateRequest()),
    );
  });

  it.each([
    ['spins', [0, -1, 1.5, NaN, 33, 35, '34', 4097]],
    ['a', [null, [], new Int32Array(3), new Float64Array(78), new Int32Array(78).fill(99)]],
    ['b', [null, new Int32Array(79), new Int32Array(78).fill(-1)]],
    ['coupling', [null, new Float64Array(77), new Float64Array(78).fill(NaN), new Int8Array(78)]],
    ['field', [null, new Float64Array(33), new Float64Array(34).fill(Infinity), Array(34).fill(0)]],
  ])('a problem with a wrong %s is refused', async (name, values) => {
    const provider = await opened();
    for (const value of values) {
      const problem = { ...maxCut(karateClub()), [name]: value };
      const [found] = codes([await provider.execute(solveRequest({ problem: problem as never }))]);
      expect(['PROBLEM_INVALID', 'PROBLEM_TOO_LARGE']).toContain(found);
    }
  });

  it('what is checked is what is used: a field is read once', async () => {
    const provider = await opened({}, { stabilityMin: 0 });
    let reads = 0;
    const shifty = { ...solveRequest(), get windowNs() { return reads++ === 0 ? 1_050 : 1e15; } };
    const answer = await provider.execute(shifty);
    expect(reads).toBe(1);
    expect(answer).toMatchObject({ ok: true, value: { stability: { steps: 1 } } });
  });

  it('answers anything with a result or a fault', async () => {
    const provider = await opened();
    const value = fc.oneof(fc.anything(), fc.integer({ min: 0, max: 3 }), fc.constant([0.5]));
    const kind = fc.constantFrom('phi.solve', 'phi.open', 'phi.apply', 'phi.evaluate');
    const request = fc.record({
      kind,
      job: fc.oneof(fc.constant(1), value),
      resource: fc.oneof(fc.constant('sbm'), value),
      seed: fc.oneof(fc.constant(1), value),
      region: fc.oneof(fc.constant(1), value),
      problem: fc.oneof(fc.constant(maxCut(karateClub())), value),
      windowNs: fc.oneof(fc.constant(2_000), value),
      reads: fc.oneof(fc.constant(1), value),
      transform: fc.oneof(fc.constantFrom('kick', 'evolve', 'bias'), value),
      params: fc.oneof(fc.constant([0.5]), fc.constant([0, 1]), value),
    });
    await fc.assert(
      fc.asyncProperty(request, async (given) => {
        for (const answer of await send(provider, given)) {
          expect(typeof (answer as Answer).ok).toBe('boolean');
        }
        expect((await provider.terminate(given.region as never)).ok).toBe(true);
        await provider.requestResources(openRequest());
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
