import type { FaultCode } from './catalogue/faults.ts';

/** An expected failure: a value, recorded and replayed like any other (XDV-005.6, XDV-024). */
export interface Fault {
  readonly code: FaultCode;
  /** What happened, with the offending value. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

export type Result<T, F = Fault> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: F };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** A result that is known to be a fault. */
export interface Failure {
  readonly ok: false;
  readonly fault: Fault;
}

export const fail = (code: FaultCode, message: string, hint: string): Failure => ({
  ok: false,
  fault: { code, message, hint },
});

/** A fault as an exception: what `yield*` throws inside a process, and what entry points throw. */
export class XdvError extends Error {
  override readonly name = 'XdvError';
  readonly fault: Fault;

  constructor(fault: Fault, options?: { readonly cause?: unknown }) {
    super(`${fault.code}: ${fault.message}. ${fault.hint}`, options);
    this.fault = fault;
  }

  get code(): FaultCode {
    return this.fault.code;
  }
}

/** The value of a result, or its fault thrown as {@link XdvError}. */
export const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new XdvError(result.fault);
};
