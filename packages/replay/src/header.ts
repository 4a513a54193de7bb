import { decodeValue, fail, ok, type Result, type Value } from '@xdv/domain-model';

/**
 * What a run started from (XDV-003.5): with the events it is all that a replay needs. It is the
 * first thing in a trace and the chain starts over it, so no part of it can be changed unseen.
 */
export type TraceHeader = {
  /** The version of this record: 1. */
  readonly format: 1;
  readonly kernel: {
    readonly name: string;
    readonly version: string;
    /** Numbers of the behaviour changes in force, ascending: old traces keep replaying. */
    readonly flags: readonly number[];
  };
  readonly program: {
    /** How the program is found: what `reference` means. */
    readonly kind: string;
    readonly reference: string;
    readonly name: string;
    /** SHA-256 of the program's text as 64 hexadecimal digits; empty if there is no text. */
    readonly codeHash: string;
    readonly args: Value;
  };
  readonly options: Value;
  /** SHA-256 of the options as 64 hexadecimal digits; empty if they were not hashed. */
  readonly optionsHash: string;
  /** A safe integer. */
  readonly seed: number;
  /** Length of a tick in nanoseconds, at least 1. */
  readonly tickNs: number;
  /** Profiles of the providers, as plain data. */
  readonly providers: Value;
};

type Check = (value: Value) => boolean;
interface Shape {
  readonly [field: string]: readonly [expected: string, check: Check] | Shape;
}

const text = ['a string', (value: Value) => typeof value === 'string'] as const;
const plain = ['a value', () => true] as const;
const hash = [
  '64 lower-case hexadecimal digits, or empty',
  (value: Value) => typeof value === 'string' && /^(?:[0-9a-f]{64})?$/.test(value),
] as const;
const isUint = (value: Value): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const ascending = (value: Value): boolean =>
  Array.isArray(value) &&
  value.every((flag: Value, i) => isUint(flag) && (i === 0 || value[i - 1]! < flag!));

const SHAPE: Shape = {
  format: ['1', (value) => value === 1],
  kernel: {
    name: text,
    version: text,
    flags: ['unsigned integers in ascending order', ascending],
  },
  program: { kind: text, reference: text, name: text, codeHash: hash, args: plain },
  options: plain,
  optionsHash: hash,
  seed: ['a safe integer', (value) => Number.isSafeInteger(value)],
  tickNs: ['an integer >= 1', (value) => isUint(value) && value !== 0],
  providers: plain,
};

const isRecord = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array);

const isShape = (row: Shape[string]): row is Shape => !Array.isArray(row);

/** What is wrong with the header, naming the field, or undefined. */
export const headerProblem = (
  value: Value | undefined,
  shape: Shape = SHAPE,
  path = 'header',
): string | undefined => {
  if (!isRecord(value)) return `${path} must be a map`;
  const unknown = Object.keys(value).find((field) => !Object.hasOwn(shape, field));
  if (unknown !== undefined) return `${path}.${unknown} is not a field of the header`;
  for (const [field, row] of Object.entries(shape)) {
    const name = `${path}.${field}`;
    if (!Object.hasOwn(value, field)) return `${name} is missing`;
    const item = value[field]!;
    const problem = isShape(row) ? headerProblem(item, row, name) : checkField(name, row, item);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const checkField = (
  name: string,
  [expected, check]: readonly [string, Check],
  value: Value,
): string | undefined => (check(value) ? undefined : `${name} must be ${expected}`);

/** The header in these bytes. ENCODING_INVALID naming the offset or the field if it is none. */
export const decodeHeader = (bytes: Uint8Array): Result<TraceHeader> => {
  const decoded = decodeValue(bytes);
  if (!decoded.ok) return decoded;
  const problem = headerProblem(decoded.value);
  if (problem === undefined) return ok(decoded.value as unknown as TraceHeader);
  return fail('ENCODING_INVALID', problem, 'The trace was not written by this version of XDV');
};
