import { FAULTS, ok, type ProviderRequest } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us, type KernelParts } from 'xdv-kernel';
import {
  codeOf,
  fakeParts,
  flawsOf,
  ofKind,
  problemsOf,
  runProgram,
} from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);

const answering = (kind: ProviderRequest['kind'], value: unknown): KernelParts => {
  const script = {
    answer: (request: ProviderRequest) => (request.kind === kind ? ok(value) : undefined),
  };
  return fakeParts({ q: script, phi: script });
};

const spins = Int8Array.of(1, -1);
const stability = { index: 1, locked: true, steps: 5 };
const counts = (rows: unknown) => ({ kind: 'counts', shots: 4, counts: rows });
const samples = (fields: object) => ({ samples: [{ spins, energy: 1 }], stability, ...fields });
const sample = (fields: object) => samples({ samples: [{ spins, energy: 1, ...fields }] });
const report = (fields: object) => samples({ stability: { ...stability, ...fields } });

const BAD_COUNTS: readonly (readonly [string, unknown])[] = [
  ['nothing', null],
  ['undefined', undefined],
  ['a number', 7],
  ['no counts', {}],
  ['counts that are no list', counts({ '00': 4 })],
  ['rows that are no pairs', counts([['00', 4, 0]])],
  ['rows that are no lists', counts(['00'])],
  ['outcomes that are numbers', counts([[0, 4]])],
  ['outcomes of another width', counts([['000', 4]])],
  ['outcomes with other digits', counts([['02', 4]])],
  ['a count of none', counts([['00', 0], ['01', 4]])],
  ['a negative count', counts([['00', -1], ['01', 5]])],
  ['half a count', counts([['00', 2.5], ['01', 1.5]])],
  ['a count that is NaN', counts([['00', NaN]])],
  ['too few shots', counts([['00', 3]])],
  ['too many shots', counts([['00', 2], ['01', 3]])],
  ['no rows', counts([])],
  ['rows out of order', counts([['01', 2], ['00', 2]])],
  ['one outcome twice', counts([['00', 2], ['00', 2]])],
  ['a list with holes', counts(Array.from({ length: 2 }))],
];

const errors = { predicted: 0.25, budgetUsed: 0.5, revision: 3 };
const withErrors = (change: object) => ({
  ...counts([['00', 4]]),
  errors: { ...errors, ...change },
});

const BAD_ERRORS: readonly (readonly [string, unknown])[] = [
  ['errors in words', { ...counts([['00', 4]]), errors: 'few' }],
  ['errors that are null', { ...counts([['00', 4]]), errors: null }],
  ['a predicted error that is NaN', withErrors({ predicted: NaN })],
  ['a predicted error below 0', withErrors({ predicted: -0.1 })],
  ['a predicted error above 1', withErrors({ predicted: 1.1 })],
  ['no predicted error', withErrors({ predicted: undefined })],
  ['more than the budget', withErrors({ budgetUsed: 1.1 })],
  ['a share of the budget in words', withErrors({ budgetUsed: '1' })],
  ['half a revision', withErrors({ revision: 0.5 })],
  ['no revision', withErrors({ revision: undefined })],
];

const BAD_OUTCOMES: readonly (readonly [string, unknown])[] = [
  ['nothing', null],
  ['no bits', {}],
  ['bits that are no list', { bits: '01' }],
  ['too few bits', { bits: [0] }],
  ['too many bits', { bits: [0, 1, 0] }],
  ['a bit of 2', { bits: [0, 2] }],
  ['bits as truth values', { bits: [true, false] }],
  ['bits as a typed array', { bits: Uint8Array.of(0, 1) }],
  ['half a bit', { bits: [0, 0.5] }],
];

const BAD_SAMPLES: readonly (readonly [string, unknown])[] = [
  ['nothing', null],
  ['no samples', { stability }],
  ['no stability', samples({ stability: undefined })],
  ['samples that are no list', samples({ samples: { 0: 1 } })],
  ['too many samples', samples({ samples: [1, 2].map(() => ({ spins, energy: 1 })) })],
  ['too few samples', samples({ samples: [] })],
  ['a sample that is null', samples({ samples: [null] })],
  ['spins in a plain list', sample({ spins: [1, -1] })],
  ['a spin of 0', sample({ spins: Int8Array.of(1, 0) })],
  ['an energy that is NaN', sample({ energy: NaN })],
  ['an endless energy', sample({ energy: Infinity })],
  ['an energy in words', sample({ energy: '1' })],
  ['a stability index above 1', report({ index: 1.1 })],
  ['a stability index below 0', report({ index: -0.1 })],
  ['a stability index that is NaN', report({ index: NaN })],
  ['a lock in numbers', report({ locked: 1 })],
  ['steps below 0', report({ steps: -1 })],
  ['half a step', report({ steps: 1.5 })],
];

const runs = process(ALL, function* (sys) {
  return codeOf(yield* sys.attempt(sys.q.run(bell, { shots: 4, budget: us(50) })));
});
const measures = process(ALL, function* (sys) {
  const container = yield* sys.q.allocate(2, { budget: us(50) });
  const measured = yield* sys.attempt(sys.q.measure(container, [0, 1]));
  return [measured, yield* sys.attempt(sys.q.measure(container, [0]))].map(codeOf).join(' ');
});
const solves = process(ALL, function* (sys) {
  return codeOf(yield* sys.attempt(sys.phi.solve(pair, { window: us(50) })));
});
const evaluates = process(ALL, function* (sys) {
  const envelope = yield* sys.phi.open(pair, { window: us(50) });
  return codeOf(yield* sys.attempt(sys.phi.evaluate(envelope)));
});

const NO = 'PROVIDER_RESULT_INVALID';

const TABLES = [
  { kind: 'q.run', program: runs, rows: [...BAD_COUNTS, ...BAD_ERRORS], code: NO },
  { kind: 'q.measure', program: measures, rows: BAD_OUTCOMES, code: `${NO} ${NO}` },
  {
    kind: 'phi.solve',
    program: solves,
    rows: [...BAD_SAMPLES, ['a spin too many', sample({ spins: Int8Array.of(1, 1, 1) })]] as const,
    code: NO,
  },
  { kind: 'phi.evaluate', program: evaluates, rows: BAD_SAMPLES, code: NO },
] as const;

describe.each(TABLES)('a result of $kind', ({ kind, program, rows, code }) => {
  it.each(rows)('with %s is refused, recorded and replayed (XDV-024.1)', async (_what, value) => {
    const recorded = await runProgram(program, null, { parts: answering(kind, value) });
    expect(recorded.result).toEqual({ ok: true, value: code });
    const outcomes = ofKind(recorded.list, 'job.ended').map(({ outcome }) => outcome);
    expect(outcomes.at(-1)).toBe(FAULTS.PROVIDER_RESULT_INVALID.number);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});

describe('a result', () => {
  const SECRET = 0.7071067811865476;

  it('of Q reaches the process without amplitudes, and the trace too (XDV-060.4)', async () => {
    const amplitudes = Float64Array.of(SECRET, 0, 0, SECRET);
    const leaky = { ...counts([['00', 4]]), amplitudes, state: { amplitudes } };
    const program = process(ALL, function* (sys) {
      const result = yield* sys.q.run(bell, { shots: 4, budget: us(50) });
      return Object.keys(result).sort();
    });
    const recorded = await runProgram(program, null, { parts: answering('q.run', leaky) });
    expect(recorded.result).toEqual(ok(['counts', 'kind', 'shots']));
    const clean = counts([['00', 4]]);
    const honest = await runProgram(program, null, { parts: answering('q.run', clean) });
    // not one byte of the trace depends on what was left out
    expect(recorded.trace).toEqual(honest.trace);
  });

  it('has the error metadata that came with it, and nothing beside (XDV-060.4)', async () => {
    const leaky = withErrors({ amplitudes: [SECRET] });
    const program = process(ALL, function* (sys) {
      const result = yield* sys.q.run(bell, { shots: 4, budget: us(50) });
      return { ...result.errors! };
    });
    const recorded = await runProgram(program, null, { parts: answering('q.run', leaky) });
    expect(recorded.result).toEqual(ok(errors));
    expect(await flawsOf(program, recorded)).toEqual([]);
    const honest = await runProgram(program, null, { parts: answering('q.run', withErrors({})) });
    expect(recorded.trace).toEqual(honest.trace);
  });

  it('of Φ reaches the process without phases, and the trace too (XDV-061.3)', async () => {
    const phases = [SECRET, SECRET];
    const leaky = {
      samples: [{ spins, energy: 1, phases }],
      stability: { ...stability, phases },
      phases,
    };
    const program = process(ALL, function* (sys) {
      const { samples: read, stability: how, ...rest } = yield* sys.phi.solve(pair, {
        window: us(50),
      });
      return [rest, read[0]!, how].map((part) => Object.keys(part).sort());
    });
    const recorded = await runProgram(program, null, { parts: answering('phi.solve', leaky) });
    const keys = [['kind'], ['energy', 'spins'], ['index', 'locked', 'steps']];
    expect(recorded.result).toEqual(ok(keys));
    const honest = await runProgram(program, null, { parts: answering('phi.solve', samples({})) });
    expect(recorded.trace).toEqual(honest.trace);
  });

  it('of an operation without one is nothing, whatever came along (XDV-032.1)', async () => {
    const program = process(ALL, function* (sys) {
      const container = yield* sys.q.allocate(2, { budget: us(50) });
      const applied = yield* sys.q.apply(container, circuit(2).x(0).build());
      return [container, applied ?? null];
    });
    const leaky = { kind: 'done', amplitudes: [SECRET] };
    const recorded = await runProgram(program, null, { parts: answering('q.apply', leaky) });
    expect(recorded.result).toEqual(ok([1, null]));
    expect(problemsOf(recorded)).toEqual([]);
  });

  it('is a copy: what its provider does with it later changes nothing (XDV-013.3)', async () => {
    const rows: [string, number][] = [['00', 4]];
    const script = { answer: () => ok(counts(rows)) };
    const program = process(ALL, function* (sys) {
      const first = yield* sys.q.run(bell, { shots: 4, budget: us(50) });
      yield* sys.compute(us(1), () => {
        rows[0]![0] = '11';
      });
      return first.counts.map(([outcome]) => outcome);
    });
    const { result } = await runProgram(program, null, { parts: fakeParts({ q: script }) });
    expect(result).toEqual(ok(['00']));
  });

  it('longer than a trace entry is recorded in parts and put together again', async () => {
    const bits = 13;
    const wide = circuit(bits).h(0).measureAll().build();
    const outcomes = Array.from({ length: 2 ** bits }, (_, i) => i.toString(2).padStart(bits, '0'));
    const shots = outcomes.length;
    const script = { answer: () => ok({ shots, counts: outcomes.map((row) => [row, 1]) }) };
    const program = process(ALL, function* (sys) {
      const result = yield* sys.q.run(wide, { shots, budget: us(190) });
      return result.counts.reduce((sum, [row, count]) => sum + parseInt(row, 2) * count, 0);
    });
    const recorded = await runProgram(program, null, { parts: fakeParts({ q: script }) });
    expect(recorded.result).toEqual(ok((shots * (shots - 1)) / 2));
    const parts = ofKind(recorded.list, 'result.part').map(({ data: [, bytes] }) => bytes.length);
    expect(parts.length).toBeGreaterThan(2);
    expect(new Set(parts)).toEqual(new Set([32_768]));
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});
