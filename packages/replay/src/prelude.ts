import type { Hasher } from '@xdv/domain-model';
import { endsSealed } from './ending.ts';
import {
  equalBytes,
  getU32,
  HEAD_BYTES,
  HEADER_BYTES_MAX,
  MAGIC_BYTES,
  PRELUDE_BYTES,
  SEPARATORS,
  TRACE_VERSION,
} from './format.ts';
import { decodeHeader, type TraceHeader } from './header.ts';
import { spot, traceProblem, type Spot, type TraceProblem } from './problem.ts';

interface Prelude {
  readonly header: TraceHeader;
  /** The byte after it: where the first block begins. */
  readonly end: number;
  readonly head: Uint8Array;
}

const VERSION_AT = MAGIC_BYTES.length;
const FLAGS_AT = VERSION_AT + 2;
const LENGTH_AT = FLAGS_AT + 2;
const MAGIC = spot('magic', 0);
const HEADER = spot('header', LENGTH_AT);

const getU16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

const magicProblem = (bytes: Uint8Array): TraceProblem | undefined => {
  const there = bytes.subarray(0, MAGIC_BYTES.length);
  if (!equalBytes(there, MAGIC_BYTES.subarray(0, there.length))) {
    return traceProblem('TRACE_DAMAGED', MAGIC, 'this is not a trace, or its start is damaged');
  }
  if (there.length === MAGIC_BYTES.length) return undefined;
  return traceProblem('TRACE_TRUNCATED', MAGIC, `there are only ${bytes.length} bytes`);
};

/** The field in front of the header that this version cannot read, if there is one. */
const unknownField = (bytes: Uint8Array): readonly [Spot, string] | undefined => {
  const version = getU16(bytes, VERSION_AT);
  if (version !== TRACE_VERSION) return [spot('version', VERSION_AT), `version ${version}`];
  const flags = getU16(bytes, FLAGS_AT);
  return flags === 0 ? undefined : [spot('flags', FLAGS_AT), `flags ${flags}`];
};

/** The byte after the header and whether it is in the file. */
const headerEnd = (bytes: Uint8Array): { end: number; fits: boolean } => {
  const length = getU32(bytes, LENGTH_AT);
  const end = PRELUDE_BYTES + length;
  return { end, fits: length <= HEADER_BYTES_MAX && end + HEAD_BYTES <= bytes.length };
};

const shortHeader = (bytes: Uint8Array, hasher: Hasher): TraceProblem => {
  const length = getU32(bytes, LENGTH_AT);
  const damaged = length > HEADER_BYTES_MAX || endsSealed(bytes, hasher);
  if (!damaged) return traceProblem('TRACE_TRUNCATED', HEADER, 'the trace ends inside it');
  return traceProblem('TRACE_DAMAGED', HEADER, `its length is ${length}`);
};

/**
 * Reads everything up to head 0. This part has the same shape in every version, so a version that
 * the chain vouches for is a later format, and one that it does not is damage.
 */
export const readPrelude = (
  bytes: Uint8Array,
  hasher: Hasher,
): Prelude | { readonly problem: TraceProblem } => {
  const problem = magicProblem(bytes);
  if (problem !== undefined) return { problem };
  if (bytes.length < PRELUDE_BYTES) {
    return { problem: traceProblem('TRACE_TRUNCATED', HEADER, 'the trace ends before it') };
  }
  const unknown = unknownField(bytes);
  const { end, fits } = headerEnd(bytes);
  const head = fits ? hasher.sha256(SEPARATORS.header, bytes.subarray(0, end)) : undefined;
  const intact = head !== undefined && equalBytes(head, bytes.subarray(end, end + HEAD_BYTES));
  if (unknown !== undefined) {
    const code = intact ? 'FORMAT_UNKNOWN' : 'TRACE_DAMAGED';
    return { problem: traceProblem(code, unknown[0], `${unknown[1]} is not known`) };
  }
  if (head === undefined) return { problem: shortHeader(bytes, hasher) };
  if (!intact) {
    return { problem: traceProblem('TRACE_DAMAGED', HEADER, 'it does not match its hash') };
  }
  const header = decodeHeader(bytes.subarray(PRELUDE_BYTES, end));
  if (header.ok) return { header: header.value, end: end + HEAD_BYTES, head };
  return { problem: traceProblem('TRACE_DAMAGED', HEADER, header.fault.message) };
};
