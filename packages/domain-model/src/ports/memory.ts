import type { Result } from '../fault.ts';
import type { ProcessId } from '../ids.ts';

/**
 * K memory (XDV-013.1): one private, zeroed, byte-addressable space per process, grown in whole
 * pages. Addresses start at 0 in every process, and no address reaches another's bytes.
 */
export interface MemoryFabric {
  /** Bytes of a page. */
  readonly pageBytes: number;
  /** Adds pages; returns the new size in bytes. RESOURCE_EXHAUSTED beyond the limits. */
  grow(process: ProcessId, pages: number): Result<number>;
  /** A copy of `length` bytes at `address`. MEMORY_OUT_OF_BOUNDS outside the space. */
  read(process: ProcessId, address: number, length: number): Result<Uint8Array>;
  /** Copies `bytes` to `address`. MEMORY_OUT_OF_BOUNDS outside the space; nothing is written. */
  write(process: ProcessId, address: number, bytes: Uint8Array): Result<null>;
  /** Frees a process's whole space. */
  release(process: ProcessId): void;
  /** Pages in use by all processes: equals what was grown less what was released (XDV-013.6). */
  readonly pagesUsed: number;
  fork(): MemoryFabric;
}
