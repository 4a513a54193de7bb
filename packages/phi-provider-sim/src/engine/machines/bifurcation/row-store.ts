import type { FunctionWriter } from '@xdv/wasm';
import type { Kernels } from '../kernels.ts';

/** What a store needs to work out the sums of a replica anew. */
export interface Refreshed extends Kernels {
  /** Where the groups of the replica begin. */
  readonly base: number;
  readonly groups: number;
  readonly heads: number;
  readonly pending: number;
}

/** How the couplings lie in the memory of a WebAssembly kernel, and the loops that read them. */
export interface RowStore {
  /** Tells modules apart. */
  readonly name: string;
  /** Whether sums are 16-bit integers, not 32-bit floats. */
  readonly shortSums: boolean;
  readonly bytes: number;
  /** tell(base, first, last), which comes first, and what else the store calls. */
  loops(): Record<string, FunctionWriter>;
  /** Writes the rows from `first` on, and the heads of all slots. */
  fill(memory: ArrayBuffer, heads: number, first: number): void;
  refresh(replica: Refreshed): void;
}
