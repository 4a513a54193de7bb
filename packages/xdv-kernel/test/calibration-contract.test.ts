import type { ProviderRequest } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, process, us, type Duration } from 'xdv-kernel';
import { calibratesTo, contractOf, device, partsWith, term } from './support/devices.ts';
import { codeOf, flawsOf, ofKind, runProgram } from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const flip = circuit(1).x(0).measureAll().build();
const once = { shots: 1, budget: us(50) } as const;

describe('a calibration contract that', () => {
  const good = contractOf(term(0, 900, 7));
  const { calibration } = good;
  const without = { ...calibration, qubits: calibration.qubits.slice(1) };
  const program = process(ALL, function* (sys) {
    const first = yield* sys.attempt(sys.q.calibrate());
    const second = yield* sys.attempt(sys.q.calibrate());
    const third = yield* sys.attempt(sys.q.run(flip, once));
    return [first, second, third].map(codeOf);
  });
  const NO = 'PROVIDER_RESULT_INVALID';

  it.each([
    ['is none', null, NO],
    ['lacks its term', { calibration }, NO],
    ['lacks a qubit', { ...good, calibration: without }, NO],
    ['ends before it begins', contractOf(term(9, 9, 7)), NO],
    ['has the revision of the last one', contractOf(term(0, 900, 6)), NO],
    ['has a lower revision', contractOf(term(0, 900, 5)), NO],
    ['is right', good, 'ok'],
  ])('%s leaves a device that works (XDV-024.4)', async (_what, contract, code) => {
    const script = calibratesTo(contractOf(term(0, 900_000, 6)), contract);
    const taken = device('qf', { calibrateNs: 1000 });
    const recorded = await runProgram(program, null, { parts: partsWith([taken], script) });
    expect(recorded.result).toEqual({ ok: true, value: ['ok', code, 'ok'] });
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('carries more than it should is rebuilt from its known fields (XDV-060.4)', async () => {
    const secret = { amplitudes: [0.5] };
    const [first, ...rest] = calibration.qubits;
    const leaky = {
      ...secret,
      calibration: { ...calibration, ...secret, qubits: [{ ...first!, ...secret }, ...rest] },
      term: { ...good.term, ...secret, bounds: { ...good.term.bounds, ...secret } },
    };
    const shows = process(ALL, function* (sys) {
      const got = yield* sys.q.calibrate();
      return JSON.stringify(got).includes('amplitudes');
    });
    const runWith = (contract: unknown) =>
      runProgram(shows, null, { parts: partsWith([device('qf')], calibratesTo(contract)) });
    const recorded = await runWith(leaky);
    expect(recorded.result).toEqual({ ok: true, value: false });
    expect(recorded.trace).toEqual((await runWith(good)).trace);
  });

  it('has figures of single gates and pairs keeps them', async () => {
    const fine = contractOf(term(0, 900), {
      qubits: calibration.qubits.map((qubit) => ({ ...qubit, gateError: 0 })),
      couplings: [{ pair: [0, 3], ns: 5000, error: 0 }],
    });
    const pairs = process(ALL, function* (sys, budget: number) {
      const got = yield* sys.q.calibrate();
      yield* sys.q.run(circuit(4).cx(3, 0).build(), { shots: 1, budget: budget as Duration });
      return [got.calibration.qubits[3]!.gateError ?? null, got.calibration.couplings!.length];
    });
    const taken = device('qf', { calibrateNs: 1000 });
    const parts = partsWith([taken], calibratesTo(fine));
    const recorded = await runProgram(pairs, 5000, { parts });
    expect(recorded.result).toEqual({ ok: true, value: [0, 1] });
    const [, ran] = ofKind(recorded.list, 'job.started');
    expect(ran!.data[3] - ran!.tick).toBe(6);
    expect(await flawsOf(pairs, recorded)).toEqual([]);
  });

  it('does not come leaves the fault of its provider, and the device as it was', async () => {
    const fault = { code: 'PROVIDER_FAILED', message: 'the lab is closed', hint: 'Wait' } as const;
    const answer = ({ kind }: ProviderRequest) =>
      kind === 'q.calibrate' ? { ok: false, fault } : undefined;
    const parts = partsWith([device('qf')], { answer });
    const recorded = await runProgram(program, null, { parts });
    const value = ['PROVIDER_FAILED', 'PROVIDER_FAILED', 'ok'];
    expect(recorded.result).toEqual({ ok: true, value });
    expect(ofKind(recorded.list, 'contract.issued').map(({ data }) => data[5])).toEqual([0, 0, 0]);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });
});
