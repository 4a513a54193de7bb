import { FAULTS, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, process, us } from 'xdv-kernel';
import { rawCall } from './support/raw.ts';
import { codeOf, flawsOf, ofKind, refusals, runProgram } from './support/run-program.ts';

const K = { domains: ['K'] } as const;
const QUOTAS = { processes: 10, kPages: 10, qubits: 10, oscillators: 10, contracts: 10 };
const flip = circuit(1).x(0).measureAll().build();

const sleeper = process(K, function* (sys) {
  yield* sys.sleep(us(100));
});

/** Sends `first` messages at once and one more after the receiver has taken one. */
const flood = process(K, function* (sys, first: number) {
  const child = yield* sys.spawn(slowReader, null);
  const codes: string[] = [];
  for (let i = 0; i < first; i++) codes.push(codeOf(yield* sys.attempt(sys.send(child, i))));
  yield* sys.sleep(us(200));
  codes.push(codeOf(yield* sys.attempt(sys.send(child, 'later'))));
  return [codes, yield* sys.join(child)] as const;
});
const slowReader = process(K, function* (sys) {
  yield* sys.sleep(us(100));
  const taken: unknown[] = [(yield* sys.receive()).value];
  yield* sys.sleep(us(200));
  for (let i = 0; i < 3; i++) taken.push((yield* sys.receive()).value);
  return taken as number[];
});

describe('a mailbox', () => {
  it('refuses what does not fit and loses nothing that it took (XDV-021.5)', async () => {
    const recorded = await runProgram(flood, 5, { mailboxMax: 3 });
    expect(recorded.result).toEqual({
      ok: true,
      value: [
        ['ok', 'ok', 'ok', 'MESSAGE_REFUSED', 'MESSAGE_REFUSED', 'ok'],
        [0, 1, 2, 'later'],
      ],
    });
    expect(await flawsOf(flood, recorded)).toEqual([]);
  });

  it('keeps the order of each sender, and messages are copies (XDV-021.2, XDV-013.3)', async () => {
    const reader = process(K, function* (sys) {
      const seen: number[][] = [];
      for (let i = 0; i < 4; i++) seen.push((yield* sys.receive<number[]>()).value);
      return seen;
    });
    const main = process(K, function* (sys) {
      const child = yield* sys.spawn(reader, null);
      const value = [0];
      for (let i = 0; i < 4; i++) {
        value[0] = i;
        yield* sys.send(child, value);
      }
      value[0] = 99;
      return yield* sys.join(child);
    });
    const { result } = await runProgram(main, null);
    expect(result).toEqual({ ok: true, value: [[0], [1], [2], [3]] });
  });

  it('of a process that has ended takes nothing: MESSAGE_REFUSED (XDV-021.5)', async () => {
    const main = process(K, function* (sys) {
      const child = yield* sys.spawn(sleeper, null);
      yield* sys.join(child);
      const sent = yield* sys.attempt(sys.send(child, 1));
      return [codeOf(sent), codeOf(yield* sys.attempt(sys.join(child)))];
    });
    const { result } = await runProgram(main, null);
    expect(result).toEqual({ ok: true, value: ['MESSAGE_REFUSED', 'ok'] });
  });
});

describe('a quota', () => {
  it('of processes counts those alive: a freed place is used again (XDV-014.2)', async () => {
    const main = process(K, function* (sys) {
      const [first] = [yield* sys.spawn(sleeper, null), yield* sys.spawn(sleeper, null)];
      const full = yield* sys.attempt(sys.spawn(sleeper, null));
      yield* sys.join(first);
      return [codeOf(full), codeOf(yield* sys.attempt(sys.spawn(sleeper, null)))];
    });
    const recorded = await runProgram(main, null, { quotas: { ...QUOTAS, processes: 3 } });
    expect(recorded.result).toEqual({ ok: true, value: ['RESOURCE_EXHAUSTED', 'ok'] });
    expect(await flawsOf(main, recorded)).toEqual([]);
  });

  it('of contracts counts those that have not ended (XDV-014.2, XDV-023.6)', async () => {
    const main = process({ domains: ['K', 'Q', 'Phi'] }, function* (sys) {
      const held = yield* sys.contract.request({ domain: 'Phi', amount: 1, length: us(50) });
      const full = yield* sys.attempt(sys.q.run(flip, { shots: 1, budget: us(9) }));
      yield* sys.contract.release(held);
      const after = yield* sys.attempt(sys.q.run(flip, { shots: 1, budget: us(9) }));
      return [codeOf(full), codeOf(after)];
    });
    const recorded = await runProgram(main, null, { quotas: { ...QUOTAS, contracts: 1 } });
    expect(recorded.result).toEqual({ ok: true, value: ['RESOURCE_EXHAUSTED', 'ok'] });
    expect(await flawsOf(main, recorded)).toEqual([]);
  });

  it('of pages is taken and given back whole (XDV-013.6)', async () => {
    const grower = process(K, function* (sys) {
      yield* sys.memory.grow(10);
    });
    const main = process(K, function* (sys) {
      yield* sys.memory.grow(1);
      const over = yield* sys.attempt(sys.memory.grow(10));
      const child = yield* sys.spawn(grower, null);
      const failed = yield* sys.attempt(sys.join(child));
      return [codeOf(over), codeOf(failed), yield* sys.memory.grow(9)];
    });
    const recorded = await runProgram(main, null, { quotas: QUOTAS });
    const value = ['RESOURCE_EXHAUSTED', 'CHILD_FAULTED', 40_960];
    expect(recorded.result).toEqual({ ok: true, value });
    expect(await flawsOf(main, recorded)).toEqual([]);
  });

  it('that the root process itself exceeds ends the run at once', async () => {
    const { result, list } = await runProgram(sleeper, null, {
      quotas: { ...QUOTAS, processes: 1 },
    });
    expect(codeOf(result)).toBe('ok');
    expect(ofKind(list, 'run.ended')).toHaveLength(1);
  });
});

describe('memory', () => {
  it('out of bounds is refused and not touched: MEMORY_OUT_OF_BOUNDS (XDV-013.1)', async () => {
    const main = process(K, function* (sys) {
      const nothing = yield* sys.attempt(sys.memory.read(0, 1));
      yield* sys.memory.grow(1);
      const tries = [
        nothing,
        yield* sys.attempt(sys.memory.read(4096, 1)),
        yield* sys.attempt(sys.memory.read(0, 4097)),
        yield* sys.attempt(sys.memory.read(-1, 1)),
        yield* sys.attempt(sys.memory.write(4095, Uint8Array.of(1, 1))),
        yield* sys.attempt(sys.memory.write(Number.MAX_SAFE_INTEGER, Uint8Array.of(1))),
      ];
      return [tries.map(codeOf), [...(yield* sys.memory.read(4095, 1))]];
    });
    const recorded = await runProgram(main, null);
    const codes = Array.from({ length: 6 }, () => 'MEMORY_OUT_OF_BOUNDS');
    expect(recorded.result).toEqual({ ok: true, value: [codes, [0]] });
    expect(refusals(recorded.list)).toEqual(codes.map(() => FAULTS.MEMORY_OUT_OF_BOUNDS.number));
  });

  it('of one process is not that of another (XDV-013.1, XDV-013.3)', async () => {
    const child = process(K, function* (sys) {
      yield* sys.memory.grow(1);
      const before = [...(yield* sys.memory.read(0, 2))];
      yield* sys.memory.write(0, Uint8Array.of(9, 9));
      return before;
    });
    const main = process(K, function* (sys) {
      yield* sys.memory.grow(1);
      yield* sys.memory.write(0, Uint8Array.of(1, 2));
      const seen = yield* sys.join(yield* sys.spawn(child, null));
      return [seen, [...(yield* sys.memory.read(0, 2))]];
    });
    const { result } = await runProgram(main, null);
    expect(result).toEqual({ ok: true, value: [[0, 0], [1, 2]] });
  });

  it('is written as it was when the call was made, and read as a copy (XDV-013.3)', async () => {
    const main = process(K, function* (sys) {
      yield* sys.memory.grow(1);
      const bytes = Uint8Array.of(5);
      yield* sys.memory.write(0, bytes);
      bytes[0] = 6;
      const read = yield* sys.memory.read(0, 1);
      read[0] = 7;
      return [...(yield* sys.memory.read(0, 1))];
    });
    expect((await runProgram(main, null)).result).toEqual({ ok: true, value: [5] });
  });
});

describe('a log entry', () => {
  it('holds 4096 characters and not one more', async () => {
    const main = process(K, function* (sys) {
      yield* sys.log('x'.repeat(4096));
      return codeOf(yield* sys.attempt(sys.log('x'.repeat(4097))));
    });
    const { result, list } = await runProgram(main, null);
    expect(result).toEqual({ ok: true, value: 'ARGUMENT_INVALID' });
    expect(ofKind(list, 'k.logged').map(({ data }) => data[0].length)).toEqual([4096]);
  });
});

describe('a random stream', () => {
  it('has a name of 64 characters at most, and there are 1024 at most', async () => {
    const main = process(K, function* (sys) {
      for (let i = 0; i < 1024; i++) yield* sys.random(`${i}`);
      const again = yield* sys.attempt(sys.random('0'));
      const more = yield* sys.attempt(sys.random('1024'));
      const long = yield* rawCall('random', { value: 'n'.repeat(65) });
      return [again, more, long].map(codeOf);
    });
    const { result } = await runProgram(main, null);
    const value = ['ok', 'ARGUMENT_INVALID', 'ARGUMENT_INVALID'];
    expect(result).toEqual({ ok: true, value });
  });

  it('is not shifted by draws from another one, nor by other processes (XDV-003.5)', async () => {
    const drawing = process(K, function* (sys, noisy: boolean) {
      if (noisy) yield* sys.spawn(other, null);
      const draws: number[] = [];
      for (let i = 0; i < 5; i++) {
        if (noisy) yield* sys.random('noise');
        draws.push(yield* sys.random('signal'));
      }
      return draws;
    });
    const other = process(K, function* (sys) {
      yield* sys.random('signal');
    });
    const [quiet, noisy] = await Promise.all([false, true].map((n) => runProgram(drawing, n)));
    expect(noisy!.result).toEqual(quiet!.result);
    expect(new Set(unwrap(quiet!.result)).size).toBe(5);
  });
});

describe('an option', () => {
  it.each([
    ['seed', -1],
    ['seed', 1.5],
    ['tickNs', 0],
    ['callTicks', 0],
    ['mailboxMax', 0],
    ['kLanes', 0],
    ['sliceTicks', 0],
    ['agingTicks', -1],
    ['seed', NaN],
  ] as const)('%s of %d is refused with a RangeError that names it', async (name, value) => {
    const running = runProgram(sleeper, null, { [name]: value });
    await expect(running).rejects.toThrow(RangeError);
    await expect(runProgram(sleeper, null, { [name]: value })).rejects.toThrow(name);
  });
});
