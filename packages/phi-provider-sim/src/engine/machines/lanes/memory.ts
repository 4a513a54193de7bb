import { hostWasm, writeModule, type FunctionWriter } from '@xdv/wasm';
import { VECTOR } from './code.ts';
import type { Lanes } from './setup.ts';

/** Where things lie in the memory of a machine, in bytes. */
export interface Places {
  readonly spins: number;
  /** Bytes of a vector of each column: of all replicas of a block. */
  readonly stride: number;
  /** Vectors of constants lie from 0, parameters of steps and the rows from here. */
  readonly table: number;
  readonly rows: number;
  readonly firstBlock: number;
  readonly blockBytes: number;
  /** From the start of a block: what is kept once, after `planes` vectors per oscillator. */
  readonly tail: number;
  readonly bytes: number;
}

const align = (at: number): number => Math.ceil(at / 64) * 64;

/** What a kind of machine keeps in memory. */
interface Needs {
  readonly constants: number;
  readonly tableFloats: number;
  /** Vectors per oscillator and column, and per column. */
  readonly planes: number;
  readonly tails: number;
}

export const layOut = (spins: number, lanes: Lanes, rowBytes: number, needs: Needs): Places => {
  const stride = VECTOR * lanes.width;
  const table = align(VECTOR * needs.constants);
  const rows = align(table + 4 * needs.tableFloats);
  const firstBlock = align(rows + rowBytes);
  const tail = needs.planes * spins * stride;
  const blockBytes = align(tail + needs.tails * stride);
  const bytes = firstBlock + lanes.blocks * blockBytes;
  return { spins, stride, table, rows, firstBlock, blockBytes, tail, bytes };
};

/** Functions over the memory they work on. */
export interface Kernels {
  readonly memory: ArrayBuffer;
  readonly call: Readonly<Record<string, (...values: readonly number[]) => void>>;
}

/** The functions in WebAssembly; null where the host has no SIMD or no such memory. */
export const instantiate = (
  functions: Readonly<Record<string, FunctionWriter>>,
  bytes: number,
): Kernels | null => {
  const host = hostWasm();
  if (host === null) return null;
  const exported = Object.fromEntries(Object.keys(functions).map((name, k) => [name, k]));
  const binary = writeModule(Object.values(functions), exported, { shared: false, wide: false });
  if (!host.validate(binary)) return null;
  const pages = Math.ceil(bytes / 65_536);
  try {
    const memory = new host.Memory({ initial: pages, maximum: pages });
    const { exports } = new host.Instance(new host.Module(binary), { host: { memory } });
    return { memory: memory.buffer as ArrayBuffer, call: exports };
  } catch {
    return null;
  }
};
