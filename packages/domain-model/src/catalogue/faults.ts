import type { Domain } from '../domain.ts';

/**
 * Who has to act on a fault, which is also the exit code of the command line:
 * `usage` the caller wrote something wrong, `input` a file or value is malformed, `process` the
 * program failed, `authority` it was refused, `resource` it does not fit, `provider` hardware or
 * simulator failed, `trace` a record is damaged or diverges.
 */
export type FaultClass =
  | 'usage'
  | 'input'
  | 'process'
  | 'authority'
  | 'resource'
  | 'provider'
  | 'trace';

export interface FaultRow {
  /** Wire code: stable for ever, never reused. */
  readonly number: number;
  readonly class: FaultClass;
  readonly domain: Domain | 'any';
  readonly meaning: string;
}

const row = (
  number: number,
  cls: FaultClass,
  domain: Domain | 'any',
  meaning: string,
): FaultRow => ({
  number,
  class: cls,
  domain,
  meaning,
});

/**
 * Every fault XDV can report (XDV-024.1, XDV-052.4, XDV-060.5, XDV-061.5). A code is stable: it is
 * what programs match on, never the message. Numbers below 20 are the codes of the hybrid ABI.
 */
export const FAULTS = {
  DOMAIN_UNAUTHORIZED: row(1, 'authority', 'any', 'no capability for this operation'),
  CONTRACT_INVALID: row(2, 'authority', 'any', 'no active contract covers this operation'),
  RESOURCE_EXHAUSTED: row(3, 'resource', 'any', 'a quota, queue, device or limit is full'),
  DECOHERENCE_EXCEEDED: row(4, 'resource', 'Q', 'the work does not fit the decoherence budget'),
  COHERENCE_VIOLATION: row(5, 'resource', 'Phi', 'the work does not fit the coherence window'),
  DOMAIN_PANIC: row(6, 'provider', 'any', 'a domain failed as a whole'),

  HANDLE_UNKNOWN: row(20, 'authority', 'any', 'the handle was never issued'),
  HANDLE_REVOKED: row(21, 'authority', 'any', 'the capability behind the handle was revoked'),
  HANDLE_FOREIGN: row(22, 'authority', 'any', 'the handle belongs to another process'),
  CAPABILITY_EXPIRED: row(23, 'authority', 'any', 'the capability is outside its time scope'),
  CAPABILITY_ESCALATION: row(24, 'authority', 'any', 'derivation may only narrow'),
  CONTRACT_EXPIRED: row(25, 'authority', 'any', 'the contract has ended'),
  REGION_UNKNOWN: row(26, 'authority', 'any', 'no such container or envelope of this process'),
  REGION_VOID: row(27, 'authority', 'any', 'the container or envelope is no longer alive'),
  TRANSITION_REFUSED: row(28, 'authority', 'any', 'this crossing between domains is not allowed'),

  PROCESS_NOT_GENERATOR: row(40, 'process', 'K', 'the process body is not a generator function'),
  PROCESS_RETURNED_PROMISE: row(41, 'process', 'K', 'the process returned a promise'),
  PROCESS_BAD_YIELD: row(42, 'process', 'K', 'the process yielded something not an operation'),
  OPERATION_NOT_AWAITED: row(43, 'process', 'K', 'an operation was created but never run'),
  PROCESS_THREW: row(44, 'process', 'K', 'the process threw'),
  SYSCALL_UNKNOWN: row(45, 'process', 'K', 'no system call has this number'),
  ARGUMENT_INVALID: row(46, 'usage', 'any', 'an argument is of the wrong type or out of range'),
  VALUE_NOT_ENCODABLE: row(47, 'process', 'K', 'a value cannot cross a process boundary'),
  DEADLOCK: row(48, 'process', 'K', 'every remaining process waits for another'),
  CHILD_FAULTED: row(49, 'process', 'K', 'the joined process ended with a fault'),
  PROCESS_HALTED: row(50, 'process', 'K', 'the operator stopped the run'),
  NONDETERMINISM: row(51, 'process', 'K', 'the process used a clock, randomness or timer'),
  MESSAGE_REFUSED: row(52, 'resource', 'K', 'the receiver has ended or its queue is full'),
  MEMORY_OUT_OF_BOUNDS: row(53, 'process', 'K', 'an access outside the memory of the process'),

  CIRCUIT_INVALID: row(60, 'input', 'Q', 'the circuit is malformed'),
  CIRCUIT_TOO_LARGE: row(61, 'resource', 'Q', 'no device has this many qubits'),
  GATE_UNSUPPORTED: row(62, 'provider', 'Q', 'the device does not perform this gate'),
  CALIBRATION_INVALID: row(63, 'provider', 'Q', 'the calibration is missing or out of date'),
  MEASUREMENT_FAILED: row(64, 'provider', 'Q', 'a measurement gave no valid result'),
  CIRCUIT_STOPPED: row(65, 'process', 'Q', 'a classical step of the circuit has no value'),
  PROBLEM_INVALID: row(70, 'input', 'Phi', 'the problem is malformed'),
  PROBLEM_TOO_LARGE: row(71, 'resource', 'Phi', 'no machine has this many oscillators'),
  TRANSFORM_UNSUPPORTED: row(72, 'provider', 'Phi', 'the machine lacks this transform'),
  STABILITY_BREACH: row(73, 'provider', 'Phi', 'the machine lost lock'),
  ENVELOPE_INVALID: row(74, 'provider', 'Phi', 'the envelope is not open, or is open already'),
  TRANSFORM_CORRUPTED: row(75, 'provider', 'Phi', 'a transform failed its integrity check'),
  PROVIDER_UNAVAILABLE: row(80, 'provider', 'any', 'no provider serves this domain'),
  PROVIDER_FAILED: row(81, 'provider', 'any', 'the provider reported a failure'),
  PROVIDER_TIMEOUT: row(82, 'provider', 'any', 'the provider exceeded its real-time limit'),
  PROVIDER_RESULT_INVALID: row(83, 'provider', 'any', 'the provider broke its port'),
  POLICY_QUARANTINED: row(84, 'provider', 'any', 'a scheduling policy broke its contract'),

  FILE_UNREADABLE: row(90, 'input', 'any', 'a file cannot be read'),
  FORMAT_UNKNOWN: row(91, 'input', 'any', 'the format of a file is not recognized'),
  QASM_SYNTAX: row(92, 'input', 'Q', 'the OpenQASM program is malformed'),
  GRAPH_SYNTAX: row(93, 'input', 'Phi', 'the graph or Ising file is malformed'),
  PROGRAM_INVALID: row(94, 'input', 'K', 'the module does not export a process'),
  ENCODING_INVALID: row(95, 'input', 'any', 'bytes are not canonical CBOR'),
  WORKLOAD_SYNTAX: row(96, 'input', 'any', 'the file of jobs to be scheduled is malformed'),

  TRACE_DAMAGED: row(100, 'trace', 'any', 'a trace does not match its own chain'),
  TRACE_TRUNCATED: row(101, 'trace', 'any', 'a trace ends too early'),
  TRACE_INCONSISTENT: row(102, 'trace', 'any', 'a trace breaks a rule that the kernel keeps'),
  TRACE_HEAD_MISMATCH: row(103, 'trace', 'any', 'a trace does not end at the expected head'),
  REPLAY_DIVERGED: row(104, 'trace', 'any', 'the replay differs from the record'),
} as const satisfies Record<string, FaultRow>;

export type FaultCode = keyof typeof FAULTS;

/** The fault code of each wire number. */
export const FAULT_BY_NUMBER: ReadonlyMap<number, FaultCode> = new Map(
  (Object.keys(FAULTS) as FaultCode[]).map((code) => [FAULTS[code].number, code]),
);
