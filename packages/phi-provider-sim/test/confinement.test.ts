import { inspect } from 'node:util';
import { maxCut, type DomainProvider } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { applyRequest, evaluateRequest, opened, ready, region, solveRequest } from './jobs.ts';
import { karateClub } from './support.ts';

/** Every number and byte array that can be reached from a value, through any own property. */
const reachable = (root: unknown): { numbers: number[]; arrays: ArrayBufferView[] } => {
  const found = { numbers: [] as number[], arrays: [] as ArrayBufferView[] };
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value === 'number') found.numbers.push(value);
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
    if (seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      found.arrays.push(value);
      return;
    }
    for (const key of Reflect.ownKeys(value)) visit(Reflect.get(value, key));
    if (value instanceof Map) for (const entry of value) visit(entry);
    if (value instanceof Set) for (const entry of value) visit(entry);
  };
  visit(root);
  return found;
};

/** An envelope in mid-flight, its positions anywhere between the walls. */
const inFlight = async (): Promise<DomainProvider> => {
  const provider = await opened({}, { stabilityMin: 0 });
  await provider.execute(applyRequest('evolve', [0, 0.4]));
  await provider.execute(applyRequest('kick', [0.2]));
  return provider;
};

describe('no phase leaves the machine (XDV-061.3, XDV-033.5)', () => {
  it('the provider has its profile and its methods, and nothing behind them', async () => {
    const provider = await inFlight();
    expect(Object.getOwnPropertyNames(provider).toSorted()).toEqual(
      [
        'diagnose',
        'execute',
        'init',
        'profile',
        'project',
        'reportFault',
        'requestResources',
        'takeFaultReports',
        'terminate',
      ],
    );
    expect(Object.getOwnPropertySymbols(provider)).toEqual([]);
    expect(JSON.parse(JSON.stringify(provider))).toEqual({ profile: provider.profile });
    const seen = inspect(provider, { depth: Infinity, showHidden: true, getters: true });
    expect(seen).not.toMatch(/position|momentum|Float64Array|Map\(/);
    expect(seen).toContain('[length]');
    expect(reachable(provider).arrays).toEqual([]);
    const fractions = reachable(provider).numbers.filter((value) => !Number.isInteger(value));
    expect(fractions).toEqual([]);
  });

  it('it cannot be cloned, nor entered as an object that is its own', async () => {
    const provider = await inFlight();
    expect(() => structuredClone(provider)).toThrow('could not be cloned');
    expect(Object.getPrototypeOf(provider)).toBe(Object.prototype);
    for (const key of Reflect.ownKeys(provider)) {
      const method: unknown = Reflect.get(provider, key);
      if (typeof method !== 'function') continue;
      expect(Object.getOwnPropertyNames(method).toSorted()).toEqual(['length', 'name']);
    }
  });

  it('an answer holds spins in a buffer of their own, an energy and figures', async () => {
    const provider = await inFlight();
    for (const answer of [
      await provider.project(evaluateRequest()),
      await provider.execute(solveRequest({ windowNs: 2_000 })),
    ]) {
      expect.assert(answer.ok && answer.value.kind === 'samples');
      expect(Object.keys(answer.value).toSorted()).toEqual(['kind', 'samples', 'stability']);
      expect(Object.keys(answer.value.stability).toSorted()).toEqual(
        ['index', 'locked', 'reports', 'steps'],
      );
      expect(Number.isInteger(answer.value.stability.index * 34)).toBe(true);
      for (const sample of answer.value.samples) {
        expect(Object.keys(sample).toSorted()).toEqual(['energy', 'spins']);
        expect(sample.spins.buffer.byteLength).toBe(34);
        expect([...new Set(sample.spins.map(Math.abs))]).toEqual([1]);
        expect(Number.isInteger(sample.energy)).toBe(true);
      }
    }
  });

  it('writing to what was read reaches nothing', async () => {
    const [provider, untouched] = [await inFlight(), await inFlight()];
    const answer = await provider.project(evaluateRequest());
    await untouched.project(evaluateRequest());
    expect.assert(answer.ok && answer.value.kind === 'samples');
    answer.value.samples[0]!.spins.fill(0);
    for (const one of [provider, untouched]) await one.execute(applyRequest('evolve', [0.4, 1]));
    expect(await provider.project(evaluateRequest())).toEqual(
      await untouched.project(evaluateRequest()),
    );
  });

  it('no fault mentions one', async () => {
    const provider = await inFlight();
    const answers = [
      await provider.execute(applyRequest('positions', [])),
      await provider.execute(applyRequest('kick', [2])),
      await provider.execute(solveRequest({ windowNs: 1 })),
      await provider.project({ ...evaluateRequest(), region: region(9) }),
      await (await ready()).execute(solveRequest({ problem: maxCut(karateClub()), reads: 0 })),
    ];
    for (const answer of answers) {
      expect.assert(!answer.ok);
      expect(Object.keys(answer.fault).toSorted()).toEqual(['code', 'hint', 'message']);
      expect(answer.fault.message).not.toMatch(/\d\.\d{3}/);
    }
  });
});
