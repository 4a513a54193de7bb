import { FAULTS } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us, type Container, type SysOf } from 'xdv-kernel';
import { codeOf, flawsOf, ofKind, runProgram } from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const flip = circuit(1).x(0).build();
const pair = isingProblem(2, [[0, 1, 1]]);

/** A circuit of `gates` gates of 1 µs each. */
const deep = (gates: number) => {
  const builder = circuit(1);
  for (let i = 0; i < gates; i++) builder.x(0);
  return builder.build();
};

type Sys = SysOf<'K' | 'Q' | 'Phi'>;

/** What becomes of every call on a container, in turn. */
function* useAll(sys: Sys, container: Container) {
  const tries = [
    yield* sys.attempt(sys.q.measure(container, [0])),
    yield* sys.attempt(sys.q.apply(container, flip)),
    yield* sys.attempt(sys.q.release(container)),
  ];
  return tries.map(codeOf);
}

const overApplied = process(ALL, function* (sys) {
  const container = yield* sys.q.allocate(1, { budget: us(10) });
  const late = yield* sys.attempt(sys.q.apply(container, deep(10)));
  return [codeOf(late), ...(yield* useAll(sys, container))];
});

const overMeasured = process(ALL, function* (sys) {
  const container = yield* sys.q.allocate(1, { budget: us(10) });
  // leaves half of the microsecond that measuring takes
  yield* sys.q.apply(container, circuit(1).append(deep(8)).delay(500, 0).build());
  const late = yield* sys.attempt(sys.q.measure(container, [0]));
  return [codeOf(late), ...(yield* useAll(sys, container))];
});

describe('a decoherence budget', () => {
  it('holds one shot exactly, and no nanosecond more (XDV-012.4)', async () => {
    const program = process(ALL, function* (sys) {
      const tries = [
        yield* sys.attempt(sys.q.run(deep(10), { shots: 5, budget: us(10) })),
        yield* sys.attempt(sys.q.run(deep(10), { shots: 5, budget: us(9.999) })),
        yield* sys.attempt(sys.q.run(deep(200), { shots: 1, budget: us(5000) })),
        yield* sys.attempt(sys.q.run(deep(201), { shots: 1, budget: us(5000) })),
      ];
      return tries.map(codeOf);
    });
    const recorded = await runProgram(program, null);
    expect(recorded.result).toEqual({
      ok: true,
      value: ['ok', 'DECOHERENCE_EXCEEDED', 'ok', 'DECOHERENCE_EXCEEDED'],
    });
    expect(ofKind(recorded.list, 'job.started')).toHaveLength(2);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('of a container lies between its reset and its device’s limit (XDV-023.2)', async () => {
    const program = process(ALL, function* (sys) {
      const codes: string[] = [];
      for (const budget of [us(0.999), us(1), us(200), us(200.001)]) {
        const made = yield* sys.attempt(sys.q.allocate(1, { budget }));
        codes.push(codeOf(made));
        if (made.ok) yield* sys.attempt(sys.q.release(made.value));
      }
      return codes;
    });
    const { result } = await runProgram(program, null);
    const no = 'DECOHERENCE_EXCEEDED';
    expect(result).toEqual({ ok: true, value: [no, 'ok', 'ok', no] });
  });

  it.each([
    ['apply', overApplied],
    ['measure', overMeasured],
  ] as const)(
    'exhausted by %s voids the container at once, for ever, with the same code (XDV-023.3)',
    async (_call, program) => {
      const recorded = await runProgram(program, null, { tickNs: 500 });
      const value = Array.from({ length: 4 }, () => 'DECOHERENCE_EXCEEDED');
      expect(recorded.result).toEqual({ ok: true, value });
      const [voided] = ofKind(recorded.list, 'container.voided');
      expect(voided!.outcome).toBe(FAULTS.DECOHERENCE_EXCEEDED.number);
      expect(ofKind(recorded.list, 'contract.revoked')).toHaveLength(1);
      expect(await flawsOf(program, recorded)).toEqual([]);
    },
  );

  it('that runs out while nobody works voids the container at its end (XDV-023.3)', async () => {
    const program = process(ALL, function* (sys) {
      const container = yield* sys.q.allocate(1, { budget: us(10) });
      yield* sys.sleep(us(30));
      return codeOf(yield* sys.attempt(sys.q.measure(container, [0])));
    });
    const recorded = await runProgram(program, null);
    expect(recorded.result).toEqual({ ok: true, value: 'DECOHERENCE_EXCEEDED' });
    const [issued] = ofKind(recorded.list, 'contract.issued');
    const [voided] = ofKind(recorded.list, 'container.voided');
    expect(voided!.tick).toBe(issued!.data[4]);
    expect(ofKind(recorded.list, 'contract.expired')).toHaveLength(1);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('lets work end on its very last tick', async () => {
    const program = process(ALL, function* (sys) {
      const container = yield* sys.q.allocate(1, { budget: us(10) });
      yield* sys.q.apply(container, deep(8));
      return (yield* sys.q.measure(container, [0])).length;
    });
    const recorded = await runProgram(program, null);
    expect(recorded.result).toEqual({ ok: true, value: 1 });
    const [, , measured] = ofKind(recorded.list, 'job.ended');
    expect(measured!.tick).toBe(ofKind(recorded.list, 'contract.issued')[0]!.data[4]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});

describe('a coherence window', () => {
  it('lasts from one step and readout to its machine’s limit (XDV-012.3)', async () => {
    const program = process(ALL, function* (sys) {
      const codes: string[] = [];
      for (const window of [us(2.999), us(3), us(200), us(200.001)]) {
        codes.push(codeOf(yield* sys.attempt(sys.phi.solve(pair, { window }))));
      }
      return codes;
    });
    const recorded = await runProgram(program, null);
    const no = 'COHERENCE_VIOLATION';
    expect(recorded.result).toEqual({ ok: true, value: [no, 'ok', 'ok', no] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('is one for each read, one after the other (XDV-061.2)', async () => {
    const program = process(ALL, function* (sys) {
      return (yield* sys.phi.solve(pair, { window: us(20), reads: 4 })).samples.length;
    });
    const { result, list } = await runProgram(program, null);
    const [issued] = ofKind(list, 'contract.issued');
    expect(result).toEqual({ ok: true, value: 4 });
    expect(issued!.data[4] - issued!.data[3]).toBe(80);
  });

  it('exceeded by a transform voids the envelope, for ever (XDV-033.1)', async () => {
    const program = process(ALL, function* (sys) {
      const envelope = yield* sys.phi.open(pair, { window: us(6) });
      yield* sys.phi.apply(envelope, 'turn', [1]);
      const tries = [
        yield* sys.attempt(sys.phi.apply(envelope, 'turn', [1])),
        yield* sys.attempt(sys.phi.evaluate(envelope)),
        yield* sys.attempt(sys.phi.close(envelope)),
      ];
      return tries.map(codeOf);
    });
    const recorded = await runProgram(program, null);
    const no = 'COHERENCE_VIOLATION';
    expect(recorded.result).toEqual({ ok: true, value: [no, no, no] });
    expect(ofKind(recorded.list, 'envelope.voided').map(({ outcome }) => outcome)).toEqual([
      FAULTS.COHERENCE_VIOLATION.number,
    ]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('that ends by itself voids the envelope at its last tick (XDV-033.1)', async () => {
    const program = process(ALL, function* (sys) {
      const envelope = yield* sys.phi.open(pair, { window: us(6) });
      yield* sys.sleep(us(30));
      return codeOf(yield* sys.attempt(sys.phi.evaluate(envelope)));
    });
    const recorded = await runProgram(program, null);
    expect(recorded.result).toEqual({ ok: true, value: 'COHERENCE_VIOLATION' });
    const [issued] = ofKind(recorded.list, 'contract.issued');
    expect(ofKind(recorded.list, 'envelope.voided')[0]!.tick).toBe(issued!.data[4]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});
