import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  circuit,
  isingProblem,
  process,
  us,
  type CalibrationContract,
  type Child,
  type CountsResult,
  type PhiSample,
  type Program,
  type Result,
  type Run,
  type SamplesResult,
  type SysOf,
  type Tag,
} from 'xdv-kernel';
import type { StabilityReport, Value } from '@xdv/domain-model';
import { runProgram } from './support/run-program.ts';

const flip = circuit(1).x(0).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);

const adder = process({ domains: ['K'] }, function* adder(sys, { a, b }: { a: number; b: number }) {
  yield* sys.sleep(us(1));
  return a + b;
});

describe('the type of', () => {
  it('a process follows from its body', () => {
    expectTypeOf(adder).toEqualTypeOf<Program<{ a: number; b: number }, number>>();
    const silent = process({ domains: ['K'] }, function* (sys) {
      yield* sys.log('no arguments, no result');
    });
    expectTypeOf(silent).toEqualTypeOf<Program<null, void>>();
    expect([adder.name, silent.name]).toEqual(['adder', 'main']);
  });

  it('a run follows from its process', async () => {
    const done = await runProgram(adder, { a: 1, b: 2 });
    expectTypeOf(done).toExtend<Run<number>>();
    // @ts-expect-error an argument is missing: at run time it is just not there
    const wrong = await runProgram(adder, { a: 1 });
    expect([done.result, wrong.result]).toEqual([
      { ok: true, value: 3 },
      { ok: true, value: NaN },
    ]);
  });

  it('each yield* is that of its result in K (XDV-020.1)', async () => {
    const program = process({ domains: ['K'] }, function* (sys) {
      expectTypeOf(yield* sys.now()).toEqualTypeOf<Tag>();
      expectTypeOf(yield* sys.random()).toEqualTypeOf<number>();
      expectTypeOf(yield* sys.log('x')).toEqualTypeOf<void>();
      expectTypeOf(yield* sys.compute(us(1), () => 'text')).toEqualTypeOf<string>();
      expectTypeOf(yield* sys.compute(us(1))).toEqualTypeOf<void>();
      expectTypeOf(yield* sys.memory.grow(1)).toEqualTypeOf<number>();
      expectTypeOf(yield* sys.memory.read(0, 1)).toEqualTypeOf<Uint8Array>();
      const child = yield* sys.spawn(adder, { a: 2, b: 3 });
      expectTypeOf(child).toEqualTypeOf<Child<number>>();
      // @ts-expect-error a child takes the arguments of its program
      void (() => sys.spawn(adder, { a: 'text' }));
      const sum = yield* sys.join(child);
      expectTypeOf(sum).toEqualTypeOf<number>();
      const tried = yield* sys.attempt(sys.random());
      expectTypeOf(tried).toEqualTypeOf<Result<number>>();
      return sum;
    });
    expect((await runProgram(program, null)).result).toEqual({ ok: true, value: 5 });
  });

  it('a message is what its receiver says, a value if it says nothing', async () => {
    const program = process({ domains: ['K'] }, function* (sys) {
      const child = yield* sys.spawn(echo, null);
      yield* sys.send(child, { n: 1 });
      const { value } = yield* sys.receive<{ n: number }>();
      expectTypeOf(value).toEqualTypeOf<{ n: number }>();
      return value.n;
    });
    const echo = process({ domains: ['K'] }, function* (sys) {
      const { value } = yield* sys.receive();
      expectTypeOf(value).toEqualTypeOf<Value>();
      yield* sys.send(sys.parent, value);
    });
    expect((await runProgram(program, null)).result).toEqual({ ok: true, value: 1 });
  });

  it('each yield* is that of its result in Q and Φ (XDV-060.4, XDV-061.3)', async () => {
    const program = process({ domains: ['K', 'Q', 'Phi'] }, function* (sys) {
      const counts = yield* sys.q.run(flip, { shots: 2, budget: us(5) });
      expectTypeOf(counts).toEqualTypeOf<CountsResult>();
      expectTypeOf(yield* sys.q.calibrate()).toEqualTypeOf<CalibrationContract>();
      const container = yield* sys.q.allocate(1, { budget: us(50) });
      expectTypeOf(yield* sys.q.measure(container, [0])).toEqualTypeOf<readonly (0 | 1)[]>();
      const solved = yield* sys.phi.solve(pair, { window: us(9) });
      expectTypeOf(solved).toEqualTypeOf<SamplesResult>();
      const envelope = yield* sys.phi.open(pair, { window: us(50) });
      // @ts-expect-error an envelope is no container
      void (() => sys.q.release(envelope));
      const read = yield* sys.phi.evaluate(envelope);
      expectTypeOf(read).toEqualTypeOf<{
        readonly sample: PhiSample;
        readonly stability: StabilityReport;
      }>();
      return counts.shots;
    });
    expect((await runProgram(program, null)).result).toEqual({ ok: true, value: 2 });
  });

  it('sys has the declared domains only (XDV-004.1)', () => {
    expectTypeOf<SysOf<'K'>>().not.toHaveProperty('q');
    expectTypeOf<SysOf<'K'>>().not.toHaveProperty('phi');
    expectTypeOf<SysOf<'K' | 'Q'>>().toHaveProperty('q');
    expectTypeOf<SysOf<'K' | 'Q'>>().not.toHaveProperty('phi');
    const program = process({ domains: ['K', 'Phi'] }, function* (sys) {
      // @ts-expect-error Q was not declared
      yield* sys.q.run(flip, { shots: 1, budget: us(5) });
    });
    expect(program.domains).toEqual(['K', 'Phi']);
  });

  it('a domain is one of three', () => {
    // @ts-expect-error there is no domain R
    const wrong = process({ domains: ['K', 'R'] }, function* () {});
    expect(wrong.domains).toContain('R');
  });
});
