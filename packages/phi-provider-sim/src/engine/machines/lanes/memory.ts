import { align } from '../kernels.ts';
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
