import {
  show,
  CIRCUIT_LIMITS,
  decodeValue,
  encodeValue,
  fail,
  FAULTS,
  invariant,
  ISING_LIMITS,
  ok,
  type CountsResult,
  type ErrorMetadata,
  type Fault,
  type OutcomeResult,
  type ProviderRequest,
  type ProviderResult,
  type Result,
  type SamplesResult,
  type Value,
} from '@xdv/domain-model';
import { checkCalibration } from './calibration.ts';
import { isCount, isObject, no } from './invalid-result.ts';
import { snapshot } from './snapshot.ts';
import { checkStability, stabilityValue, unpackReports } from './stability.ts';

/** The longest result that a provider may return, encoded. */
export const RESULT_BYTES_MAX = 16 * 1024 * 1024;

const isShare = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 1;

/** Error metadata if there is any: figures and nothing else (XDV-060.4). */
const checkErrors = (raw: unknown): Result<ErrorMetadata | undefined> => {
  if (raw === undefined) return ok(undefined);
  if (!isObject(raw)) return no('error metadata is not an object');
  const { predicted, budgetUsed, revision } = raw;
  if (!isShare(predicted)) return no(`a predicted error of ${show(predicted)}`);
  if (!isShare(budgetUsed)) return no(`a share ${show(budgetUsed)} of the budget`);
  if (!isCount(revision, Number.MAX_SAFE_INTEGER)) return no(`revision ${show(revision)}`);
  return ok({ predicted, budgetUsed, revision });
};

const checkCounts = (
  raw: Record<string, unknown>,
  shots: number,
  bits: number,
): Result<CountsResult> => {
  const { counts } = raw;
  if (!Array.isArray(counts)) return no('counts is not a list');
  let total = 0;
  let last = '';
  const rows: [string, number][] = [];
  for (const row of counts as unknown[]) {
    if (!Array.isArray(row) || row.length !== 2) return no('a row of counts is not a pair');
    const [outcome, count] = row as [unknown, unknown];
    const valid = typeof outcome === 'string' && /^[01]*$/.test(outcome) && outcome.length === bits;
    if (!valid) return no(`outcome ${show(outcome)} is not ${bits} bits`);
    if (rows.length > 0 && outcome <= last) return no('outcomes are not in order');
    if (!isCount(count, shots) || count === 0) return no(`count ${show(count)}`);
    total += count;
    last = outcome;
    rows.push([outcome, count]);
  }
  if (total !== shots) return no(`${total} outcomes for ${shots} shots`);
  const errors = checkErrors(raw['errors']);
  if (!errors.ok) return errors;
  return ok({ kind: 'counts', shots, counts: rows, ...withErrors(errors.value) });
};

const withErrors = (errors: ErrorMetadata | undefined) => (errors ? { errors } : {});

const checkOutcome = (raw: Record<string, unknown>, length: number): Result<OutcomeResult> => {
  const bits = raw['bits'];
  if (!Array.isArray(bits) || bits.length !== length) return no(`expected ${length} outcomes`);
  if (!bits.every((bit) => bit === 0 || bit === 1)) return no('an outcome is not 0 or 1');
  return ok({ kind: 'outcome', bits: [...(bits as (0 | 1)[])] });
};

const checkSamples = (
  raw: Record<string, unknown>,
  spins: number,
  reads: number,
): Result<SamplesResult> => {
  const stability = checkStability(raw['stability']);
  if (!stability.ok) return stability;
  const { samples } = raw;
  const { voided = 0 } = stability.value;
  if (!Array.isArray(samples) || samples.length === 0 || samples.length + voided !== reads) {
    return no(`expected ${reads} samples`);
  }
  const clean: { spins: Int8Array; energy: number }[] = [];
  for (const sample of samples as unknown[]) {
    if (!isObject(sample)) return no('a sample is not an object');
    const { spins: list, energy } = sample;
    if (!(list instanceof Int8Array) || list.length !== spins) return no(`expected ${spins} spins`);
    if (!list.every((spin) => spin === 1 || spin === -1)) return no('a spin is not +1 or -1');
    if (typeof energy !== 'number' || !Number.isFinite(energy)) return no('an energy');
    clean.push({ spins: list.slice(), energy });
  }
  return ok({ kind: 'samples', samples: clean, stability: stability.value });
};

/**
 * A provider's answer, checked against what was asked and rebuilt from its known fields only, so
 * that nothing else can ride along (XDV-060.4, XDV-061.3). PROVIDER_RESULT_INVALID otherwise.
 * `size` is that of the region concerned, or of the device.
 */
export const checkResult = (
  request: ProviderRequest,
  raw: unknown,
  size: number,
): Result<ProviderResult> => {
  switch (request.kind) {
    case 'q.allocate':
    case 'phi.open':
    case 'q.apply':
    case 'phi.apply':
      return ok({ kind: 'done' });
    default:
  }
  if (!isObject(raw)) return no(`expected a result, got ${show(raw)}`);
  switch (request.kind) {
    case 'q.run':
      return checkCounts(raw, request.shots, request.circuit.bits);
    case 'q.calibrate':
      return checkCalibration(raw['contract'], size);
    case 'q.measure':
      return checkOutcome(raw, request.qubits.length);
    case 'phi.solve':
      return checkSamples(raw, request.problem.spins, request.reads);
    case 'phi.evaluate':
      return checkSamples(raw, size, 1);
  }
};

const FAULT_TEXT_MAX = 1000;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= FAULT_TEXT_MAX && value.isWellFormed();

/** A provider's fault, checked and rebuilt like a result. */
export const checkFault = (raw: unknown): Result<never> => {
  const plain = snapshot(raw);
  const { code, message, hint } = (plain.ok ? (plain.value ?? {}) : {}) as Partial<Fault>;
  const known = typeof code === 'string' && Object.hasOwn(FAULTS, code);
  if (!known || !isText(message) || !isText(hint)) return no('its fault is malformed');
  return { ok: false, fault: { code, message, hint } };
};

/** Spins as bits, eight to a byte, 1 for +1. */
const packSpins = (spins: Int8Array): Uint8Array => {
  const packed = new Uint8Array(Math.ceil(spins.length / 8));
  for (let i = 0; i < spins.length; i++) if (spins[i]! > 0) packed[i >> 3]! |= 1 << (i & 7);
  return packed;
};

const unpackSpins = (packed: Uint8Array, length: number): Int8Array =>
  Int8Array.from({ length }, (_, i) => ((packed[i >> 3]! >> (i & 7)) & 1 ? 1 : -1));

const errorsValue = (errors: ErrorMetadata | undefined): readonly Value[] =>
  errors ? [[errors.predicted, errors.budgetUsed, errors.revision]] : [];

const toValue = (result: ProviderResult): Value => {
  switch (result.kind) {
    case 'done':
      return ['done'];
    case 'counts':
      return ['counts', result.shots, result.counts, ...errorsValue(result.errors)];
    case 'outcome':
      return ['outcome', result.bits];
    case 'calibration': {
      const { calibration, term } = result.contract;
      return ['calibration', calibration as unknown as Value, term as unknown as Value];
    }
    case 'samples': {
      const { index, locked, steps } = result.stability;
      const more = stabilityValue(result.stability);
      const rows = result.samples.map(({ spins, energy }) => [
        spins.length,
        packSpins(spins),
        energy,
      ]);
      return ['samples', rows, index, locked, steps, ...more];
    }
  }
};

/** An upper bound of the encoded size of a result, in bytes, without encoding it. */
export const sizeBound = (result: ProviderResult): number => {
  switch (result.kind) {
    case 'done':
      return 16;
    case 'outcome':
      return 32 + result.bits.length;
    case 'counts':
      return 64 + result.counts.length * (16 + (result.counts[0]?.[0].length ?? 0));
    case 'calibration': {
      const { qubits, couplings = [] } = result.contract.calibration;
      return 512 + qubits.length * 96 + couplings.length * 64;
    }
    case 'samples':
      return (
        64 +
        result.samples.reduce((sum, { spins }) => sum + 32 + spins.length / 8, 0) +
        40 * (result.stability.reports?.length ?? 0)
      );
  }
};

const DONE = encodeKnown(['done']);

/** A result, or the fault in its place, as it is recorded in a `job.ended` event. */
export const encodeOutcome = (outcome: Result<ProviderResult>): Uint8Array => {
  if (outcome.ok && outcome.value.kind === 'done') return DONE;
  const value = outcome.ok
    ? toValue(outcome.value)
    : ['fault', outcome.fault.code, outcome.fault.message, outcome.fault.hint];
  return encodeKnown(value);
};

function encodeKnown(value: Value): Uint8Array {
  const bytes = encodeValue(value);
  invariant(bytes.ok, 'a checked result cannot be encoded');
  return bytes.value;
}

/** Recorded samples. What is malformed becomes a sample that no check accepts. */
const unpackRows = (rows: unknown): readonly unknown[] =>
  (Array.isArray(rows) ? (rows as unknown[]) : []).map((row) => {
    const [length, packed, energy] = Array.isArray(row) ? (row as unknown[]) : [];
    const within = isCount(length, ISING_LIMITS.spinsMax) && packed instanceof Uint8Array;
    return { spins: within ? unpackSpins(packed, length) : null, energy };
  });

/** Recorded error metadata. What is malformed becomes metadata that no check accepts. */
const unpackErrors = (errors: unknown): { readonly errors?: unknown } => {
  if (errors === undefined) return {};
  const [predicted, budgetUsed, revision] = Array.isArray(errors) ? (errors as unknown[]) : [];
  return { errors: { predicted, budgetUsed, revision } };
};

/**
 * The recorded outcome of a job, for replay (XDV-071.3). ENCODING_INVALID if the bytes are not one.
 * What a trace says is checked again like what a provider says.
 */
export const decodeOutcome = (bytes: Uint8Array): Result<Result<unknown>> => {
  const decoded = decodeValue(bytes);
  if (!decoded.ok) return decoded;
  const [kind, ...rest] = Array.isArray(decoded.value) ? (decoded.value as unknown[]) : [];
  switch (kind) {
    case 'done':
      return ok(ok({ kind }));
    case 'counts':
      return ok(ok({ kind, shots: rest[0], counts: rest[1], ...unpackErrors(rest[2]) }));
    case 'outcome':
      return ok(ok({ kind, bits: rest[0] }));
    case 'calibration':
      return ok(ok({ kind, contract: { calibration: rest[0], term: rest[1] } }));
    case 'samples': {
      const [rows, index, locked, steps, voided, reports] = rest;
      const stability = { index, locked, steps, voided, reports: unpackReports(reports) };
      return ok(ok({ kind, samples: unpackRows(rows), stability }));
    }
    case 'fault': {
      const [code, message, hint] = rest as [Fault['code'], string, string];
      return ok({ ok: false, fault: { code, message, hint } });
    }
    default:
      return fail('ENCODING_INVALID', 'a recorded result has no known kind', 'Verify the trace');
  }
};

/** An error budget that a job may ask for; undefined for any error. */
export const isErrorBudget = (value: unknown): value is number | undefined =>
  value === undefined || isShare(value);

/** Shots that a job may ask for. */
export const isShots = (value: unknown): value is number =>
  isCount(value, CIRCUIT_LIMITS.shotsMax) && value > 0;
