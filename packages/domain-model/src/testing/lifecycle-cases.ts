import { circuit } from '../circuit/builder.ts';
import type { RegionId } from '../ids.ts';
import { validateCalibration, validateProfiles } from '../ports/validate-profile.ts';
import type { CalibrationTerm, QDeviceProfile } from '../ports/profile.ts';
import { answerOf } from './answer.ts';
import { check, declined, failed, providerCase, type ProviderCase } from './case.ts';
import { codeOf, initialised, refuses, subjectCase, subjectOf, succeeds } from './subject.ts';

const PROGRAM = circuit(1).x(0).measure(0).build();

const profile = providerCase(
  {
    id: 'profile-valid',
    requirement: 'XDV-060.1',
    tier: 'required',
    title: 'the profile declares every field of the port, in range, before init',
  },
  async (context) => {
    const { provider } = subjectOf(context);
    const valid = validateProfiles([provider.profile]);
    if (!valid.ok) failed(valid.fault.message);
    check(provider.profile.domain === 'Q', `the domain is ${provider.profile.domain}`);
  },
);

const initTwice = providerCase(
  {
    id: 'init-twice',
    requirement: 'XDV-011.1',
    tier: 'required',
    title: 'a second init is answered and work goes on',
  },
  async (context) => {
    const subject = await initialised(context);
    await answerOf(context, () => subject.provider.init());
    await succeeds(subject, 'execute', subject.run(PROGRAM, 1));
  },
);

const beforeInit = providerCase(
  {
    id: 'before-init',
    requirement: 'XDV-011.1',
    tier: 'required',
    title: 'nothing is served before init',
  },
  async (context) => {
    const subject = subjectOf(context);
    const early = ['PROVIDER_UNAVAILABLE'] as const;
    await refuses(subject, 'execute', 'q.run', subject.run(PROGRAM, 1), ...early);
    await refuses(subject, 'execute', 'q.apply', subject.apply(circuit(1, 0).build()), ...early);
    await refuses(subject, 'requestResources', 'q.allocate', subject.allocate(1), ...early);
    await refuses(subject, 'project', 'q.measure', subject.measure([0]), ...early);
  },
);

const terminateTwice = subjectCase(
  {
    id: 'terminate-unknown',
    requirement: 'XDV-011.1',
    tier: 'required',
    title: 'terminating a region that is not there is not an error',
  },
  async (subject) => {
    for (const region of [1, 2 ** 40]) {
      const code = codeOf(await subject.terminate(region as RegionId));
      check(code === 'ok', `terminate answered ${code}`);
    }
  },
);

const listeners = subjectCase(
  {
    id: 'report-fault',
    requirement: 'XDV-011.1',
    tier: 'required',
    title: 'listeners are registered and forgotten without effect on work',
  },
  async (subject) => {
    const forget = subject.provider.reportFault(() => undefined);
    check(typeof forget === 'function', 'reportFault returned no function');
    forget();
    forget();
    await succeeds(subject, 'execute', subject.run(PROGRAM, 1));
  },
);

const termOf = ({ name, term }: QDeviceProfile): CalibrationTerm =>
  term ?? declined(`device ${name} declares no term of its calibration`);

const outsideTerm = subjectCase(
  {
    id: 'calibration-term',
    requirement: 'XDV-060.2',
    tier: 'optional',
    title: 'a job outside the term of the calibration is refused',
  },
  async (subject) => {
    const { untilTick } = termOf(subject.device);
    const late = { ...subject.run(PROGRAM, 1), tick: untilTick };
    await refuses(subject, 'execute', 'a job after the term', late, 'CALIBRATION_INVALID');
    await succeeds(subject, 'execute', subject.run(PROGRAM, 1));
  },
);

const calibrates = subjectCase(
  {
    id: 'calibration-new',
    requirement: 'XDV-060.2',
    tier: 'optional',
    title: 'calibrating gives a valid contract with a higher revision',
  },
  async (subject) => {
    const before = termOf(subject.device);
    const result = await succeeds(subject, 'execute', subject.calibrate());
    if (result?.kind !== 'calibration') return failed('q.calibrate gave no calibration');
    const { contract } = result;
    const valid = validateCalibration(contract, subject.device.qubits);
    if (!valid.ok) failed(valid.fault.message);
    const { revision } = contract.term;
    check(revision > before.revision, `revision ${revision} after ${before.revision}`);
  },
);

/** What holds whatever is asked of a provider (XDV-011.1). */
export const LIFECYCLE_CASES: readonly ProviderCase[] = [
  profile,
  initTwice,
  beforeInit,
  terminateTwice,
  listeners,
  outsideTerm,
  calibrates,
];
