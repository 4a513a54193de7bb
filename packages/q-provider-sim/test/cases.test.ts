import { Q_PROVIDER_CASES, runCases, type CaseReport } from '@xdv/domain-model/testing';
import { describe, expect, it } from 'vitest';
import { createQSimulator } from '../src/index.ts';

const run = (device: string): Promise<readonly CaseReport[]> =>
  runCases(Q_PROVIDER_CASES, { create: () => createQSimulator(), device });

const withVerdict = (reports: readonly CaseReport[], verdict: string): readonly string[] =>
  reports.filter(({ outcome }) => outcome.verdict === verdict).map(({ id }) => id);

/**
 * Found by the cases and not mended yet: the simulator reads requests in place, so that what a
 * request throws and how it changes in between gets through to the caller.
 */
const KNOWN_FAILURES = ['hostile-throws', 'hostile-changes'];

/** What neither device is: limited in gates, calibrated for a term, or declared with a contract. */
const OFFERED_BY_NEITHER = [
  'calibration-term',
  'calibration-new',
  'gate-unsupported',
  'qubits-uncoupled',
  'error-budget',
];

describe('the simulator keeps to the cases of a Q provider (XDV-011.1, XDV-060.3)', () => {
  it('on the ideal device, all but what it does not offer', async () => {
    const reports = await run('ideal');
    expect(withVerdict(reports, 'failed')).toEqual(KNOWN_FAILURES);
    expect(withVerdict(reports, 'declined')).toEqual(OFFERED_BY_NEITHER);
  });

  it('on the noisy device, within the errors that its calibration declares', async () => {
    const reports = await run('noisy');
    expect(withVerdict(reports, 'failed')).toEqual(KNOWN_FAILURES);
    const declined = withVerdict(reports, 'declined');
    expect(declined).toEqual(expect.arrayContaining(OFFERED_BY_NEITHER));
    // outcomes of single shots and of the longest circuits drown in its errors
    expect(declined.filter((id) => id.startsWith('container')).length).toBeGreaterThan(3);
    const passed = withVerdict(reports, 'passed');
    expect(passed).toEqual(expect.arrayContaining(['bell-x', 'teleportation']));
  });
});
