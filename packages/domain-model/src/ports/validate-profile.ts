import { AUTHORITY_RESOURCE_MAX } from '../capability.ts';
import { GATES } from '../circuit/gates.ts';
import { fail, ok, type Result } from '../fault.ts';
import { show } from '../invariant.ts';
import type {
  CalibrationBounds,
  CalibrationContract,
  CalibrationTerm,
  ProviderProfile,
  QCalibration,
  QDeviceProfile,
} from './profile.ts';

type Check = (value: unknown) => boolean;
type Shape = { readonly [field: string]: Check };

const isText: Check = (value) =>
  typeof value === 'string' && value.length > 0 && value.length <= 200 && value.isWellFormed();
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
const isNs: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
/** A time that may be infinite: a qubit that never decays. */
const isTime: Check = (value) => typeof value === 'number' && value > 0;
const isProbability: Check = (value) => typeof value === 'number' && value >= 0 && value <= 1;
const isNumber: Check = (value) => Number.isFinite(value);
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const has =
  (shape: Shape): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(shape).every(([field, check]) => check((value as Shape)[field]));

const isFirmware: Check = (value) => isText(value) && /^[0-9a-f]+$/.test(value as string);
const isPair: Check = (value) =>
  Array.isArray(value) && value.length === 2 && value.every(isNs) && value[0] !== value[1];
const isGate: Check = (gate) => typeof gate === 'string' && Object.hasOwn(GATES, gate);

const isQubit = has({
  t1Ns: isTime,
  t2Ns: isTime,
  read1Given0: isProbability,
  read0Given1: isProbability,
  gateError: optional(isProbability),
});

const isCalibration = has({
  gate1Ns: isNs,
  gate2Ns: isNs,
  measureNs: isNs,
  resetNs: isNs,
  feedForwardNs: isNs,
  gate1Error: isProbability,
  gate2Error: isProbability,
  qubits: isListOf(isQubit),
  couplings: optional(isListOf(has({ pair: isPair, ns: isNs, error: isProbability }))),
});

const isTerm: Check = (value) =>
  has({
    revision: isCount,
    fromTick: isNs,
    untilTick: isNs,
    bounds: has({
      gate1ErrorMax: isProbability,
      gate2ErrorMax: isProbability,
      readoutErrorMax: isProbability,
      t1MinNs: isTime,
      t2MinNs: isTime,
    }),
  })(value) && (value as CalibrationTerm).fromTick < (value as CalibrationTerm).untilTick;

const isContract = has({ calibration: isCalibration, term: isTerm });

type Pairs = readonly (readonly [number, number])[];

const arePairsOf = (qubits: number, pairs: Pairs = []): boolean =>
  pairs.every(([a, b]) => a < qubits && b < qubits);

/** No figure is worse than the provider answers for. Linear in qubits and couplings. */
const isWithin = (
  { gate1Error, gate2Error, qubits, couplings = [] }: QCalibration,
  { gate1ErrorMax, gate2ErrorMax, readoutErrorMax, t1MinNs, t2MinNs }: CalibrationBounds,
): boolean =>
  gate1Error <= gate1ErrorMax &&
  gate2Error <= gate2ErrorMax &&
  couplings.every(({ error }) => error <= gate2ErrorMax) &&
  qubits.every(
    ({ t1Ns, t2Ns, read1Given0, read0Given1, gateError = 0 }) =>
      t1Ns >= t1MinNs &&
      t2Ns >= t2MinNs &&
      gateError <= gate1ErrorMax &&
      Math.max(read1Given0, read0Given1) <= readoutErrorMax,
  );

/** What is right in form also agrees: pairs are of the device, figures within their bounds. */
const agrees = (calibration: QCalibration, term: CalibrationTerm | undefined, qubits: number) =>
  arePairsOf(qubits, calibration.couplings?.map(({ pair }) => pair)) &&
  (term === undefined || isWithin(calibration, term.bounds));

const isDeviceForm = has({
  domain: (value) => value === 'Q',
  name: isText,
  qubits: isCount,
  gates: isListOf(isGate),
  calibration: isCalibration,
  term: optional(isTerm),
  calibrateNs: optional(isCount),
  budgetMaxNs: isCount,
  containers: optional((value) => value === false),
  couplings: optional(isListOf(isPair)),
  native: optional(isListOf(has({ gate: isGate, controls: isNs }))),
  firmware: optional(isFirmware),
});

const isDevice: Check = (value) => {
  if (!isDeviceForm(value)) return false;
  const { qubits, calibration, term, couplings } = value as QDeviceProfile;
  return arePairsOf(qubits, couplings) && agrees(calibration, term, qubits);
};

const isTransform = has({
  name: isText,
  ns: isNs,
  params: isListOf(has({ name: isText, min: isNumber, max: isNumber })),
});

const isMachine = has({
  domain: (value) => value === 'Phi',
  name: isText,
  oscillators: isCount,
  windowMaxNs: isCount,
  stepNs: isCount,
  readoutNs: isNs,
  transforms: isListOf(isTransform),
  coherence: optional(
    has({ coherenceTimeNs: isTime, driftHzPerS: isNumber, toleranceRad: isTime }),
  ),
  stabilityMin: optional(isProbability),
  reportNs: optional(isCount),
  envelopesMax: optional(isCount),
  phaseBits: optional(isCount),
  firmware: optional(isFirmware),
});

const isProfile = has({
  id: isText,
  version: isText,
  domain: (value) => value === 'Q' || value === 'Phi',
  resources: (value) => Array.isArray(value),
});

const problemOf = (profiles: readonly ProviderProfile[]): string | undefined => {
  const bad = profiles.findIndex((profile) => !isProfile(profile));
  if (bad >= 0) return `profile ${bad} lacks id, version, domain or resources`;
  const ids = profiles.map(({ id }) => id);
  if (new Set(ids).size < ids.length) return `two providers are called ${ids.join(', ')}`;
  for (const { id, domain, resources } of profiles) {
    const check = domain === 'Q' ? isDevice : isMachine;
    const wrong = resources.findIndex((resource) => !check(resource));
    if (wrong >= 0) return `resource ${wrong} of provider ${id} is malformed`;
  }
  const count = profiles.reduce((sum, { resources }) => sum + resources.length, 0);
  if (count <= AUTHORITY_RESOURCE_MAX) return undefined;
  return `${count} resources, at most ${AUTHORITY_RESOURCE_MAX} fit a kernel`;
};

/**
 * Accepts `value` as the profiles of a kernel's providers: every field there and in range, no two
 * of one id, at most 31 resources in all. Fails with PROVIDER_RESULT_INVALID saying which is wrong.
 */
export const validateProfiles = (value: unknown): Result<readonly ProviderProfile[]> => {
  const hint = 'A provider declares what it is in its profile: see ProviderProfile';
  if (!Array.isArray(value)) {
    return fail('PROVIDER_RESULT_INVALID', `expected profiles, got ${show(value)}`, hint);
  }
  const problem = problemOf(value as ProviderProfile[]);
  return problem ? fail('PROVIDER_RESULT_INVALID', problem, hint) : ok(value as ProviderProfile[]);
};

/**
 * Accepts `value` as a calibration contract for a device of `qubits` qubits: each of them is there,
 * pairs are of the device, and no figure exceeds the term's bounds (XDV-060.2). Fails with
 * PROVIDER_RESULT_INVALID, as an answer that no kernel can use.
 */
export const validateCalibration = (
  value: unknown,
  qubits: number,
): Result<CalibrationContract> => {
  if (isContract(value)) {
    const { calibration, term } = value as CalibrationContract;
    const complete = calibration.qubits.length >= qubits;
    if (complete && agrees(calibration, term, qubits)) return ok(value as CalibrationContract);
  }
  const message = `not a calibration contract of a device with ${qubits} qubits`;
  return fail('PROVIDER_RESULT_INVALID', message, 'See CalibrationContract');
};
