import { ok } from '@xdv/domain-model';
import { Q_PROVIDER_CASES, runCases, type CaseReport } from '@xdv/domain-model/testing';
import { describe, expect, it } from 'vitest';
import { FALCON27 } from '../src/device/index.ts';
import { createQSimulator } from '../src/index.ts';
import { transpile } from '../src/transpile/index.ts';

const run = (device: string): Promise<readonly CaseReport[]> =>
  runCases(Q_PROVIDER_CASES, { create: () => createQSimulator(), device });

const withVerdict = (reports: readonly CaseReport[], verdict: string): readonly string[] =>
  reports.filter(({ outcome }) => outcome.verdict === verdict).map(({ id }) => id);

/** What neither device is: limited in gates, without containers, or calibrated for a term. */
const OFFERED_BY_NEITHER = [
  'calibration-term',
  'calibration-new',
  'gate-unsupported',
  'qubits-uncoupled',
  'containers-refused',
  'error-budget',
];

describe('the simulator passes the cases of a Q provider (XDV-011.1, XDV-060.3)', () => {
  it('on the ideal device, all but what it does not offer', async () => {
    const reports = await run('ideal');
    expect(withVerdict(reports, 'failed')).toEqual([]);
    expect(withVerdict(reports, 'declined')).toEqual(OFFERED_BY_NEITHER);
  });

  it('on a device with native gates, couplings and a term, what others do not offer', async () => {
    const models = { [FALCON27.name]: { termTicks: 1000, calibrationShots: 20 } };
    const shown = [...OFFERED_BY_NEITHER, 'bell-x', 'teleportation'];
    const reports = await runCases(
      Q_PROVIDER_CASES.filter(({ id }) => shown.includes(id)),
      {
        create: () => createQSimulator({ devices: [FALCON27], models }),
        device: FALCON27.name,
        prepare: (circuit, device) => {
          const transpiled = transpile(circuit, device);
          return transpiled.ok ? ok(transpiled.value.circuit) : transpiled;
        },
      },
    );
    expect(withVerdict(reports, 'declined')).toEqual(['containers-refused']);
    expect(withVerdict(reports, 'failed')).toEqual([]);
  });

  it('on the noisy device, within the errors that its calibration declares', async () => {
    const reports = await run('noisy');
    expect(withVerdict(reports, 'failed')).toEqual([]);
    const declined = withVerdict(reports, 'declined');
    expect(declined).toEqual(expect.arrayContaining(OFFERED_BY_NEITHER));
    // outcomes of single shots and of the longest circuits drown in its errors
    expect(declined.filter((id) => id.startsWith('container')).length).toBeGreaterThan(3);
    const passed = withVerdict(reports, 'passed');
    expect(passed).toEqual(expect.arrayContaining(['bell-x', 'teleportation']));
  });
});
