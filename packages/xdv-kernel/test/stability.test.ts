import { FAULTS, ok, type ProviderRequest } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { isingProblem, process, us } from 'xdv-kernel';
import { createFake } from './support/fake-provider.ts';
import {
  codeOf,
  fakeParts,
  flawsOf,
  ofKind,
  runProgram,
} from './support/run-program.ts';

const ALL = { domains: ['K', 'Phi'] } as const;
const pair = isingProblem(2, [[0, 1, 1]]);
const spins = Int8Array.of(1, 1);
const held = { index: 0.97, locked: true, steps: 8 };
const lost = { index: 0.4, locked: false, steps: 8 };

const reading = (samples: number, stability: object) =>
  fakeParts({
    phi: {
      answer: ({ kind }: ProviderRequest) =>
        kind === 'phi.evaluate' || kind === 'phi.solve'
          ? ok({
              kind: 'samples',
              samples: Array.from({ length: samples }, () => ({ spins, energy: -1 })),
              stability,
            })
          : undefined,
    },
  });

const points = [10, 20, 20].map((atNs) => ({
  atNs,
  index: 0.5,
  noiseGradient: 100,
  driftHz: -0.25,
}));

describe('a window that lost lock', () => {
  const evaluate = process(ALL, function* (sys) {
    const envelope = yield* sys.phi.open(pair, { window: us(50) });
    const tries = [
      yield* sys.attempt(sys.phi.evaluate(envelope)),
      yield* sys.attempt(sys.phi.evaluate(envelope)),
    ];
    return tries.map(codeOf);
  });

  it('is void: nothing of it is projected, then or later (XDV-033.5, XDV-061.4)', async () => {
    const recorded = await runProgram(evaluate, null, { parts: reading(1, lost) });
    const breach = 'STABILITY_BREACH';
    expect(recorded.result).toEqual({ ok: true, value: [breach, breach] });
    expect(ofKind(recorded.list, 'envelope.voided').map(({ outcome }) => outcome)).toEqual([
      FAULTS.STABILITY_BREACH.number,
    ]);
    expect(ofKind(recorded.list, 'contract.revoked')).toHaveLength(1);
    expect(await flawsOf(evaluate, recorded)).toEqual([]);
  });

  it('in one shot gives a fault in place of samples', async () => {
    const program = process(ALL, function* (sys) {
      return codeOf(yield* sys.attempt(sys.phi.solve(pair, { window: us(20) })));
    });
    const { result } = await runProgram(program, null, { parts: reading(1, lost) });
    expect(result).toEqual({ ok: true, value: 'STABILITY_BREACH' });
  });

  it('is counted where other windows held', async () => {
    const program = process(ALL, function* (sys) {
      const read = yield* sys.phi.solve(pair, { window: us(20), reads: 5 });
      return [read.samples.length, read.stability.voided ?? 0];
    });
    const parts = reading(3, { ...held, voided: 2 });
    const recorded = await runProgram(program, null, { parts });
    expect(recorded.result).toEqual({ ok: true, value: [3, 2] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});

describe('stability reports', () => {
  const program = process(ALL, function* (sys) {
    const { stability } = yield* sys.phi.solve(pair, { window: us(20) });
    return (stability.reports ?? []).map(({ atNs, index, driftHz }) => [atNs, index, driftHz]);
  });

  it('reach the program, and it again in a replay (XDV-061.4, XDV-071.3)', async () => {
    const parts = reading(1, { ...held, reports: points });
    const recorded = await runProgram(program, null, { parts });
    expect(recorded.result).toEqual({
      ok: true,
      value: [
        [10, 0.5, -0.25],
        [20, 0.5, -0.25],
        [20, 0.5, -0.25],
      ],
    });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it.each([
    ['in words', 'many'],
    ['as null entries', [null]],
    ['out of order', points.toReversed()],
    ['with an index above 1', [{ ...points[0], index: 1.1 }]],
    ['with a time of its own', [{ ...points[0], atNs: -1 }]],
    ['with noise without end', [{ ...points[0], noiseGradient: Infinity }]],
    ['with drift that is none', [{ ...points[0], driftHz: NaN }]],
    ['without end', Array.from({ length: 257 }, () => points[0])],
  ])('%s break the port', async (_, reports) => {
    const parts = reading(1, { ...held, reports });
    const { result } = await runProgram(program, null, { parts });
    expect(codeOf(result)).toBe('PROVIDER_RESULT_INVALID');
  });

  it.each([-1, 0.5, NaN, 'two', null])('with %s voided windows break the port', async (voided) => {
    const { result } = await runProgram(program, null, { parts: reading(1, { ...held, voided }) });
    expect(codeOf(result)).toBe('PROVIDER_RESULT_INVALID');
  });
});

describe('the contract of an envelope', () => {
  const two = [
    { name: 'turn', ns: 3000, params: [] },
    { name: 'kick', ns: 1000, params: [] },
  ];
  const machine = {
    domain: 'Phi',
    name: 'pf',
    oscillators: 10,
    windowMaxNs: 200_000,
    stepNs: 1000,
    readoutNs: 1000,
    transforms: two,
  } as const;
  const make = () => {
    const phi = createFake('Phi', { profile: { resources: [machine] } });
    return { phi, parts: { ...fakeParts(), providers: [phi] } };
  };

  it('lists the transforms that it takes, and no others (XDV-033.2)', async () => {
    const program = process(ALL, function* (sys) {
      const envelope = yield* sys.phi.open(pair, { window: us(50), transforms: ['kick'] });
      const tries = [
        yield* sys.attempt(sys.phi.apply(envelope, 'turn')),
        yield* sys.attempt(sys.phi.apply(envelope, 'kick')),
        yield* sys.attempt(sys.phi.apply(envelope, 'melt')),
      ];
      return tries.map(codeOf);
    });
    const { phi, parts } = make();
    const recorded = await runProgram(program, null, { parts });
    const no = 'TRANSFORM_UNSUPPORTED';
    expect(recorded.result).toEqual({ ok: true, value: [no, 'ok', no] });
    const open = phi.requests.find(({ kind }) => kind === 'phi.open');
    expect(open).toMatchObject({ transforms: ['kick'] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('demands stability of the machine', async () => {
    const program = process(ALL, function* (sys) {
      yield* sys.phi.solve(pair, { window: us(20), stability: 0.99 });
      const envelope = yield* sys.phi.open(pair, { window: us(50), stability: 0.5 });
      yield* sys.phi.close(envelope);
    });
    const { phi, parts } = make();
    const recorded = await runProgram(program, null, { parts });
    const demands = phi.requests.map((request) =>
      'stabilityMin' in request ? request.stabilityMin : null,
    );
    expect(demands).toEqual([0.99, 0.5]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it.each([
    [{ transforms: ['melt'] }, 'TRANSFORM_UNSUPPORTED'],
    [{ transforms: [7] as unknown as string[] }, 'TRANSFORM_UNSUPPORTED'],
    [{ transforms: 'turn' as unknown as string[] }, 'ARGUMENT_INVALID'],
    [{ stability: 1.5 }, 'ARGUMENT_INVALID'],
    [{ stability: NaN }, 'ARGUMENT_INVALID'],
    [{ stability: 'much' as unknown as number }, 'ARGUMENT_INVALID'],
  ])('is refused if it asks for %j: %s', async (terms, code) => {
    const program = process(ALL, function* (sys) {
      return codeOf(yield* sys.attempt(sys.phi.open(pair, { window: us(50), ...terms })));
    });
    const recorded = await runProgram(program, null, { parts: make().parts });
    expect(recorded.result).toEqual({ ok: true, value: code });
  });
});
