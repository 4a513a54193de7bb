import type { QDeviceProfile } from '@xdv/domain-model';
import { createQSimulator } from '@xdv/q-provider-sim';
import { describe, expect, it } from 'vitest';
import { circuit, ms, portableParts, process, us } from 'xdv-kernel';
import { codeOf, flawsOf, ofKind, runProgram } from './support/run-program.ts';

const qubit = { t1Ns: 90_000, t2Ns: 70_000, read1Given0: 0.01, read0Given1: 0.02 };

/** Three qubits in a line that perform rz, sx, x and cx. */
const line: QDeviceProfile = {
  domain: 'Q',
  name: 'line',
  qubits: 3,
  gates: ['rz', 'sx', 'x'],
  native: [
    { gate: 'rz', controls: 0 },
    { gate: 'sx', controls: 0 },
    { gate: 'x', controls: 0 },
    { gate: 'x', controls: 1 },
  ],
  couplings: [
    [0, 1],
    [1, 2],
  ],
  calibration: {
    gate1Ns: 35,
    gate2Ns: 300,
    measureNs: 700,
    resetNs: 250,
    feedForwardNs: 300,
    gate1Error: 3e-4,
    gate2Error: 7e-3,
    qubits: [qubit, qubit, qubit],
  },
  budgetMaxNs: 20_000,
};

const parts = () => ({
  ...portableParts(),
  providers: [
    createQSimulator({
      devices: [line],
      models: { line: { termTicks: 5_000, calibrationShots: 100 } },
    }),
  ],
});

const near = circuit(3).sx(0).cx(0, 1).cx(1, 2).measureAll().build();
const far = circuit(3).sx(0).cx(0, 2).measureAll().build();

const lab = process({ domains: ['K', 'Q'], name: 'lab' }, function* (sys) {
  const options = { shots: 100, budget: us(15) };
  const seen: unknown[] = [];
  const first = yield* sys.q.run(near, options);
  seen.push(first.errors!.revision);
  seen.push(codeOf(yield* sys.attempt(sys.q.run(far, options))));
  seen.push(codeOf(yield* sys.attempt(sys.q.run(near, { ...options, errorMax: 1e-4 }))));
  yield* sys.sleep(ms(5));
  seen.push(codeOf(yield* sys.attempt(sys.q.run(near, options))));
  const { term } = yield* sys.q.calibrate();
  seen.push(term.untilTick - term.fromTick);
  const again = yield* sys.q.run(near, { ...options, errorMax: 0.9 });
  seen.push(again.errors!.revision, again.errors!.budgetUsed > 0);
  return seen as readonly (number | string | boolean)[];
});

describe('a simulated device with a term and a topology', () => {
  it('runs, runs out, is calibrated and runs on, and all of it replays (XDV-060.2)', async () => {
    const recorded = await runProgram(lab, null, { parts: parts() });
    expect(recorded.result).toEqual({
      ok: true,
      value: [
        1,
        'GATE_UNSUPPORTED',
        'DECOHERENCE_EXCEEDED',
        'CALIBRATION_INVALID',
        5_000,
        2,
        true,
      ],
    });
    const revisions = ofKind(recorded.list, 'contract.issued').map(({ data }) => data[5]);
    expect(revisions).toEqual([1, 1, 1, 2]);
    expect(await flawsOf(lab, recorded)).toEqual([]);
    const again = await runProgram(lab, null, { parts: parts() });
    expect(again.head).toBe(recorded.head);
  });
});
