export { nobleHasher, toHex } from './hash.ts';
export {
  BLOCK_PAYLOAD_MAX,
  HEADER_BYTES_MAX,
  TRACE_MAGIC,
  TRACE_VERSION,
} from './format.ts';
export type { TraceHeader } from './header.ts';
export { createMemoryStore, type MemoryStore } from './memory-store.ts';
export {
  createTraceWriter,
  type TraceSeal,
  type TraceWriter,
  type TraceWriterOptions,
} from './writer.ts';
export type { TracePlace, TraceProblem } from './problem.ts';
export { readTrace, type TraceBlock, type TraceReading } from './reader.ts';
export { createComparator, diffTraces, sameEvent, type Comparator } from './comparator.ts';
export {
  divergenceFault,
  formatDivergence,
  type Divergence,
  type FieldDifference,
} from './divergence.ts';
export { verifyTrace, type Verification, type VerifyOptions } from './verify.ts';
export { auditEvents, AUDIT_PROBLEMS_MAX, AUDIT_RULES, type AuditProblem } from './audit/audit.ts';
export type { AuditRule } from './audit/rule.ts';
