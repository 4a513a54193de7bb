import { FAULTS, type FaultCode } from '../catalogue/faults.ts';
import { decodeValue } from '../encoding/decode-value.ts';
import { encodeValue } from '../encoding/encode-value.ts';
import type { Value } from '../encoding/value.ts';
import { fail, ok, type Result } from '../fault.ts';
import { invariant } from '../invariant.ts';

/**
 * The steps of submitting a job to a device, in order (XDV-060.3): its descriptor is received and
 * checked, then the calibration, the gates and topology, and the budgets; then it waits for its
 * qubits, runs, and its result is reported.
 */
export const SUBMISSION_STEPS = [
  'receive',
  'calibration',
  'gates',
  'budget',
  'queue',
  'execute',
  'report',
] as const;

/**
 * The steps of a job on a Φ machine, in order (XDV-061.3): its descriptor is received and checked,
 * then the envelope, the window and the transform; it runs, is held to its stability, and its
 * result is reported.
 */
export const ENVELOPE_STEPS = [
  'receive',
  'envelope',
  'window',
  'transform',
  'execute',
  'stability',
  'report',
] as const;

export type EnvelopeStep = (typeof ENVELOPE_STEPS)[number];
export type SubmissionStep = (typeof SUBMISSION_STEPS)[number];

/**
 * What a device says of a job that it refused or failed (XDV-060.5, XDV-061.5). Plain classical
 * facts, to be signed as the bytes of {@link encodeFaultReport}; nothing of a state is among them.
 */
export interface FaultReport {
  /** Id of the provider. */
  readonly provider: string;
  /** Name of the device; '' for a request that names none of the provider's. */
  readonly device: string;
  /** Identity of the device's firmware as its profile declares it, else ''. */
  readonly firmware: string;
  /** The job; 0 for a request without one. */
  readonly job: number;
  /** Logical time at which the job was to start. */
  readonly tick: number;
  readonly step: SubmissionStep | EnvelopeStep;
  readonly code: FaultCode;
  /** The calibration contract in force; 0 if the device has none. */
  readonly revision: number;
  readonly message: string;
}

/** Longest text of a report. */
const TEXT_MAX = 1000;
/** First word of every report: nothing else that is signed starts like it. */
const MARK = 'xdv fault report 1';

type Check = (value: unknown) => boolean;
const isText: Check = (value) =>
  typeof value === 'string' && value.length <= TEXT_MAX && value.isWellFormed();
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Fields in the order in which they are written. */
const FIELDS: readonly (readonly [keyof FaultReport, Check])[] = [
  ['provider', isText],
  ['device', isText],
  ['firmware', isText],
  ['job', (value) => Number.isSafeInteger(value)],
  ['tick', isCount],
  ['step', (value) => [...SUBMISSION_STEPS, ...ENVELOPE_STEPS].some((step) => step === value)],
  ['code', (value) => typeof value === 'string' && Object.hasOwn(FAULTS, value)],
  ['revision', isCount],
  ['message', isText],
];

/**
 * The bytes of a report to sign: deterministic CBOR of an array, the same for equal reports on
 * every platform. Throws RangeError naming the field that is out of range.
 */
export const encodeFaultReport = (report: FaultReport): Uint8Array => {
  for (const [field, check] of FIELDS) {
    if (check(report[field])) continue;
    throw new RangeError(`fault report ${field} is out of range`);
  }
  const encoded = encodeValue([MARK, ...FIELDS.map(([field]) => report[field])]);
  invariant(encoded.ok, 'a checked report can be encoded');
  return encoded.value;
};

/** The report of exactly these bytes; ENCODING_INVALID for any others. */
export const decodeFaultReport = (bytes: Uint8Array): Result<FaultReport> => {
  const decoded = decodeValue(bytes);
  if (!decoded.ok) return decoded;
  const items = Array.isArray(decoded.value) ? (decoded.value as readonly Value[]) : [];
  const whole = items.length === FIELDS.length + 1 && items[0] === MARK;
  if (!whole || !FIELDS.every(([, check], k) => check(items[k + 1]))) {
    return fail('ENCODING_INVALID', 'not a fault report', 'See FaultReport');
  }
  const entries = FIELDS.map(([field], k) => [field, items[k + 1]]);
  return ok(Object.fromEntries(entries) as FaultReport);
};
