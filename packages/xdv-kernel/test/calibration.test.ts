import {
  crossingBit,
  FAULTS,
  PERMISSIONS,
  type Handle,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us } from 'xdv-kernel';
import { calibratesTo, contractOf, device, partsWith, term } from './support/devices.ts';
import { FAKE_DEVICE } from './support/fake-provider.ts';
import {
  codeOf,
  driveProgram,
  flawsOf,
  leftovers,
  ofKind,
  runProgram,
} from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
/** One shot takes 2 µs and a job of one shot 3 µs: with 1 µs ticks, 3 ticks. */
const flip = circuit(1).x(0).measureAll().build();
const once = { shots: 1, budget: us(50) } as const;

/** Runs one circuit as soon as it may and says how that ended. */
const runner = process(ALL, function* (sys) {
  return codeOf(yield* sys.attempt(sys.q.run(flip, once)));
});

/** Calls at tick 10, so that an envelope starts at tick 11 at the earliest. */
const atTen = process(ALL, function* (sys, call: 'run' | 'allocate' | 'contract') {
  yield* sys.sleep(us(10));
  if (call === 'run') return codeOf(yield* sys.attempt(sys.q.run(flip, once)));
  const span = us(3);
  if (call === 'allocate') return codeOf(yield* sys.attempt(sys.q.allocate(1, { budget: span })));
  const asked = { domain: 'Q', amount: 1, length: span } as const;
  return codeOf(yield* sys.attempt(sys.contract.request(asked)));
});

describe('a device takes', () => {
  const NO = 'CALIBRATION_INVALID';

  it('nothing while a qubit of it is not calibrated (XDV-060.2)', async () => {
    const { qubits } = FAKE_DEVICE.calibration;
    const calibration = { ...FAKE_DEVICE.calibration, qubits: qubits.slice(1) };
    const parts = partsWith([device('qf', { calibration })]);
    expect((await runProgram(runner, null, { parts })).result).toEqual({ ok: true, value: NO });
  });

  it.each(['run', 'allocate', 'contract'] as const)(
    '%s in an envelope within the term of its calibration and no other (XDV-060.2)',
    async (call) => {
      const outcomes: string[] = [];
      for (const [from, until] of [[11, 14], [0, 14], [11, 13], [12, 99], [0, 11]] as const) {
        const parts = partsWith([device('qf', { term: term(from, until) })]);
        const recorded = await runProgram(atTen, call, { parts });
        outcomes.push(recorded.result.ok ? recorded.result.value : '');
        expect(await flawsOf(atTen, recorded)).toEqual([]);
      }
      expect(outcomes).toEqual(['ok', 'ok', NO, NO, NO]);
    },
  );

  it('work under a contract up to the last tick of both', async () => {
    const program = process(ALL, function* (sys) {
      const contract = yield* sys.contract.request({ domain: 'Q', amount: 1, length: us(4) });
      yield* sys.sleep(us(1));
      return codeOf(yield* sys.attempt(sys.q.run(flip, { ...once, contract })));
    });
    const parts = partsWith([device('qf', { term: term(0, 5) })]);
    expect((await runProgram(program, null, { parts })).result).toEqual({ ok: true, value: 'ok' });
  });

  /** Two want the device for 3 ticks each: the second can start at tick 5 only. */
  const rivals = process(ALL, function* (sys, patience: number) {
    const child = yield* sys.spawn(second, patience);
    return [codeOf(yield* sys.attempt(sys.q.run(flip, once))), yield* sys.join(child)];
  });
  const second = process(ALL, function* (sys, patience: number) {
    const terms = { domain: 'Q', amount: 1, length: us(3), patience: us(patience) } as const;
    return codeOf(yield* sys.attempt(sys.contract.request(terms)));
  });

  it.each([
    [100, 8, 'ok'],
    [100, 7, NO],
    [1, 7, 'RESOURCE_EXHAUSTED'],
  ] as const)(
    'what has to wait %i µs at most, if its term lasts to tick %i: %s (XDV-012.4)',
    async (patience, until, code) => {
      const parts = partsWith([device('qf', { term: term(0, until) })]);
      const recorded = await runProgram(rivals, patience, { parts });
      expect(recorded.result).toEqual({ ok: true, value: ['ok', code] });
      const rolledBack = ofKind(recorded.list, 'transition.rolledback');
      expect(rolledBack.map(({ outcome }) => outcome)).toEqual(
        code === 'ok' ? [] : [FAULTS[code].number],
      );
      expect(await flawsOf(rivals, recorded)).toEqual([]);
    },
  );
});

describe('a calibration', () => {
  const stale = device('qf', { term: term(0, 5), calibrateNs: 20_000 });

  /** Finds the calibration out of date, calibrates, and goes on. */
  const heals = process(ALL, function* (sys) {
    yield* sys.sleep(us(10));
    const before = codeOf(yield* sys.attempt(sys.q.run(flip, once)));
    const { term: renewed } = yield* sys.q.calibrate();
    const after = codeOf(yield* sys.attempt(sys.q.run(flip, once)));
    return [before, renewed.revision, renewed.untilTick, after];
  });

  it('is what a device takes whose own is out of date, and renews it (XDV-060.2)', async () => {
    const script = calibratesTo(contractOf(term(11, 500, 2)));
    const recorded = await runProgram(heals, null, { parts: partsWith([stale], script) });
    expect(recorded.result).toEqual({ ok: true, value: ['CALIBRATION_INVALID', 2, 500, 'ok'] });
    const [calibrated] = ofKind(recorded.list, 'resource.calibrated');
    // a call of one tick that was refused, and then 20 µs from tick 12 on
    expect(calibrated).toMatchObject({ tick: 32, process: 1, domain: 'Q', data: [1, 2, 11, 500] });
    expect(await flawsOf(heals, recorded)).toEqual([]);
    const driven = await driveProgram(heals, null, {
      parts: partsWith([stale], calibratesTo(contractOf(term(11, 500, 2)))),
    });
    expect(leftovers(driven.state)).toEqual([]);
  });

  it('is named by every contract of Q, with its revision (XDV-023.2)', async () => {
    const program = process(ALL, function* (sys) {
      yield* sys.q.run(flip, once);
      yield* sys.q.calibrate();
      yield* sys.q.calibrate();
      yield* sys.q.allocate(1, { budget: us(5) });
      yield* sys.phi.solve(isingProblem(2, [[0, 1, 1]]), { window: us(9) });
    });
    const recorded = await runProgram(program, null);
    const issued = ofKind(recorded.list, 'contract.issued').map(({ domain, data }) => [
      domain,
      data[5],
    ]);
    // the fake counts its calibrations by the numbers of jobs
    expect(issued).toEqual([['Q', 0], ['Q', 0], ['Q', 2], ['Q', 3], ['Phi', 0]]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it.each([
    ['as long as the device says', device('qf', { calibrateNs: 20_000 }), 20],
    ['a millisecond if it does not say', FAKE_DEVICE, 1000],
  ] as const)('takes the whole device for itself, %s', async (_what, taken, length) => {
    const program = process(ALL, function* (sys) {
      const child = yield* sys.spawn(runner, null);
      yield* sys.q.calibrate();
      return yield* sys.join(child);
    });
    const script = calibratesTo(contractOf(term(1, 5000, 2)));
    const recorded = await runProgram(program, null, { parts: partsWith([taken], script) });
    const spans = ofKind(recorded.list, 'contract.issued').map(({ data }) => data.slice(2, 5));
    expect(spans).toEqual([
      [20, 2, 2 + length],
      [1, 2 + length, 5 + length],
    ]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('needs the rights to execute, to measure and to allocate (XDV-030.1)', async () => {
    const { allocate, 'execute-Q': execute, 'measure-Q': measure } = PERMISSIONS;
    const program = process(ALL, function* (sys) {
      const codes: string[] = [];
      const tries = [
        { permissions: execute | measure },
        { permissions: execute | allocate },
        { permissions: measure | allocate },
        { crossings: crossingBit('K', 'Q') },
        { crossings: crossingBit('Q', 'K') },
        { resources: 0 },
        { permissions: execute | measure | allocate },
      ];
      for (const narrower of tries) {
        const capability = yield* sys.capability.derive(sys.capability.own('Q'), narrower);
        codes.push(codeOf(yield* sys.attempt(sys.q.calibrate({ capability }))));
      }
      return codes;
    });
    const recorded = await runProgram(program, null);
    const no = Array.from({ length: 6 }, () => 'DOMAIN_UNAUTHORIZED');
    expect(recorded.result).toEqual({ ok: true, value: [...no, 'ok'] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('waits its turn whatever terms there are, its device’s or that of one before', async () => {
    const calibrator = process(ALL, function* (sys) {
      return (yield* sys.q.calibrate()).term.revision;
    });
    const program = process(ALL, function* (sys) {
      const children = [yield* sys.spawn(calibrator, null), yield* sys.spawn(calibrator, null)];
      return [yield* sys.join(children[0]!), yield* sys.join(children[1]!)];
    });
    const script = calibratesTo(contractOf(term(0, 1, 2)), contractOf(term(0, 500, 3)));
    const recorded = await runProgram(program, null, { parts: partsWith([stale], script) });
    expect(recorded.result).toEqual({ ok: true, value: [2, 3] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('of a device that is not there is refused', async () => {
    const program = process(ALL, function* (sys) {
      return codeOf(yield* sys.attempt(sys.q.calibrate({ device: 'nowhere' })));
    });
    const { result } = await runProgram(program, null);
    expect(result).toEqual({ ok: true, value: 'PROVIDER_UNAVAILABLE' });
  });

  it('that nobody waits for any more changes nothing', async () => {
    const calibrator = process(ALL, function* (sys) {
      const { value: capability } = yield* sys.receive<Handle>();
      return codeOf(yield* sys.attempt(sys.q.calibrate({ capability })));
    });
    const program = process(ALL, function* (sys) {
      const child = yield* sys.spawn(calibrator, null);
      const kept = yield* sys.capability.derive(sys.capability.own('Q'));
      yield* sys.send(child, yield* sys.capability.derive(kept, {}, child));
      yield* sys.sleep(us(100));
      yield* sys.capability.revoke(kept);
      yield* sys.q.run(flip, once);
      return yield* sys.join(child);
    });
    const recorded = await runProgram(program, null);
    expect(recorded.result).toEqual({ ok: true, value: 'HANDLE_REVOKED' });
    expect(ofKind(recorded.list, 'job.started')).toHaveLength(2);
    expect(ofKind(recorded.list, 'resource.calibrated')).toEqual([]);
    expect(ofKind(recorded.list, 'contract.issued')[1]!.data[5]).toBe(0);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});

describe('after a calibration', () => {
  const slower = { gate1Ns: 4000 };
  const later = term(0, 5000, 1);

  it('work takes as long as the new figures say (XDV-060.2)', async () => {
    const program = process(ALL, function* (sys) {
      yield* sys.q.run(flip, once);
      const { calibration } = yield* sys.q.calibrate();
      yield* sys.q.run(flip, once);
      const container = yield* sys.q.allocate(1, { budget: us(50) });
      yield* sys.q.apply(container, circuit(1).x(0).build());
      return calibration.gate1Ns;
    });
    const parts = partsWith([device('qf')], calibratesTo(contractOf(later, slower)));
    const recorded = await runProgram(program, null, { parts });
    expect(recorded.result).toEqual({ ok: true, value: 4000 });
    const lengths = ofKind(recorded.list, 'job.started').map(({ tick, data }) => data[3] - tick);
    expect(lengths).toEqual([3, 1000, 6, 1, 4]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('the process may change what it received: the kernel has its own (XDV-013.3)', async () => {
    const program = process(ALL, function* (sys) {
      const { calibration, term: own } = yield* sys.q.calibrate();
      (calibration as { gate1Ns: number }).gate1Ns = 0;
      (own as { untilTick: number }).untilTick = 1;
      yield* sys.q.run(flip, once);
    });
    const parts = partsWith([device('qf')], calibratesTo(contractOf(later, slower)));
    const recorded = await runProgram(program, null, { parts });
    expect(codeOf(recorded.result)).toBe('ok');
    const [, ran] = ofKind(recorded.list, 'job.started');
    expect(ran!.data[3] - ran!.tick).toBe(6);
  });

  /** Calibrates while a child waits for the device with what it was admitted to. */
  const overtakes = process(ALL, function* (sys, how: 'run' | 'tight' | 'hold' | 'allocate') {
    const child = yield* sys.spawn(waiter, how);
    yield* sys.q.calibrate();
    return yield* sys.join(child);
  });
  const waiter = process(ALL, function* (sys, how: 'run' | 'tight' | 'hold' | 'allocate') {
    yield* sys.sleep(us(5));
    const budget = us(how === 'tight' ? 2 : 50);
    if (how === 'hold') {
      const terms = { domain: 'Q', amount: 1, length: us(3) } as const;
      return codeOf(yield* sys.attempt(sys.contract.request(terms)));
    }
    if (how === 'allocate') {
      return codeOf(yield* sys.attempt(sys.q.allocate(1, { budget: us(3) })));
    }
    return codeOf(yield* sys.attempt(sys.q.run(flip, { shots: 1, budget })));
  });

  // the calibration lasts to tick 1002, so what waits is to start then
  const covers = term(0, 1005);
  const ends = term(0, 1004);
  const NO = 'CALIBRATION_INVALID';

  it.each([
    ['run', 'still fits', covers, {}, 'ok'],
    ['run', 'takes less now', covers, { gate1Ns: 100 }, 'ok'],
    ['run', 'takes longer than it was given', later, slower, NO],
    ['tight', 'no longer fits its budget', later, slower, 'DECOHERENCE_EXCEEDED'],
    ['run', 'is not covered', ends, {}, NO],
    ['hold', 'is covered', covers, slower, 'ok'],
    ['hold', 'is not covered', ends, {}, NO],
    ['allocate', 'is covered', covers, slower, 'ok'],
    ['allocate', 'takes longer to reset than it lives', later, { resetNs: 4000 }, NO],
  ] as const)(
    '%s that waited and %s is checked again when it starts (XDV-012.4)',
    async (how, _what, renewed, change, code) => {
      const script = () => calibratesTo(contractOf(renewed, change));
      const parts = () => partsWith([device('qf')], script());
      const recorded = await runProgram(overtakes, how, { parts: parts() });
      expect(recorded.result).toEqual({ ok: true, value: code });
      const revoked = ofKind(recorded.list, 'contract.revoked').map(({ outcome }) => outcome);
      expect(revoked).toEqual(code === 'ok' ? [] : [FAULTS[code].number]);
      expect(await flawsOf(overtakes, recorded)).toEqual([]);
      expect(leftovers((await driveProgram(overtakes, how, { parts: parts() })).state)).toEqual([]);
    },
  );

  it('work that takes less than it was given ends sooner', async () => {
    const parts = partsWith([device('qf')], calibratesTo(contractOf(covers, { gate1Ns: 0 })));
    const recorded = await runProgram(overtakes, 'run', { parts });
    const [, ran] = ofKind(recorded.list, 'job.started');
    expect([ran!.tick, ran!.data[3]]).toEqual([1002, 1004]);
  });
});
