import type { KernelEvent } from '../event.ts';

/** SHA-256. The platform's own where there is one, portable code elsewhere: same digests. */
export interface Hasher {
  /** 32 bytes over the concatenation of the parts. */
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
}

/** Where unpredictable seeds come from. An entry point asks once and records the answer. */
export interface Entropy {
  /** A safe integer from the platform's generator. */
  seed(): number;
}

/** Real time, for limits on providers only: it never orders anything (XDV-005.2). */
export interface RealTime {
  /** Milliseconds since some fixed moment. */
  nowMs(): number;
  /** Calls `run` once after `ms`, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void;
  /** Settles after the host has attended to whatever else waits: signals, workers, timers. */
  turn(): Promise<void>;
}

/** Takes the events of a run in order, before anything that depends on them leaves the kernel. */
export interface TraceSink {
  append(event: KernelEvent): void;
}

/** Where the bytes of a trace go, in order. */
export interface TraceStore {
  write(bytes: Uint8Array): void;
}
