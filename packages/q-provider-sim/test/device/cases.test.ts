import { Q_PROVIDER_CASES, runCases, type CaseReport } from '@xdv/domain-model/testing';
import type { QDeviceProfile } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { drifting, FALCON27, regionOf, type DeviceModel } from '../../src/device/index.ts';
import { createQSimulator, NOISY_DEVICE } from '../../src/index.ts';

const run = (device: QDeviceProfile, model?: DeviceModel): Promise<readonly CaseReport[]> => {
  const options = { devices: [device], ...(model && { models: { [device.name]: model } }) };
  return runCases(Q_PROVIDER_CASES, {
    create: () => createQSimulator(options),
    device: device.name,
  });
};

const withVerdict = (reports: readonly CaseReport[], verdict: string): readonly string[] =>
  reports.filter(({ outcome }) => outcome.verdict === verdict).map(({ id }) => id);

describe('the simulator keeps to the cases of a Q provider (XDV-011.1, XDV-060.3)', () => {
  it('on a device with a topology and few gates', async () => {
    const reports = await run(FALCON27);
    expect(withVerdict(reports, 'failed')).toEqual([]);
    const passed = withVerdict(reports, 'passed');
    expect(passed).toEqual(expect.arrayContaining(['gate-unsupported', 'qubits-uncoupled']));
  });

  it('on a device that drifts under a calibration contract', async () => {
    const device = regionOf(NOISY_DEVICE, 'noisy', [0, 1, 2]);
    const truth = drifting(device.calibration, { seed: 1 });
    const reports = await run(device, { truth, termTicks: 1_000_000, calibrationShots: 20 });
    expect(withVerdict(reports, 'failed')).toEqual([]);
    const passed = withVerdict(reports, 'passed');
    const contract = ['calibration-term', 'calibration-new', 'error-budget'];
    expect(passed).toEqual(expect.arrayContaining(contract));
  });
});
