import { I32, op, V128, type FunctionWriter } from '@xdv/wasm';
import { emitRowSum, step, VECTOR, type RowSum } from './code.ts';
import type { Places } from './memory.ts';
import { ROW_HEAD } from './rows.ts';

/** The address of the block that a function works on: its first parameter. */
export const BLOCK = 0;

/** Locals of a function that goes through the oscillators of a block. */
export interface Loop extends RowSum {
  readonly width: number;
  readonly signed: boolean;
  readonly places: Places;
  /** Address of the oscillator's first vector in a plane that starts with the block. */
  readonly cell: number;
  readonly end: number;
}

/** Pushes a constant of the machine. */
export const constant = (f: FunctionWriter, index: number): FunctionWriter =>
  f.i32(0).vectorLoad(VECTOR * index);

/** `vectors` of a neighbour, `offset` bytes into its row, are summed up. */
export const createLoop = (
  f: FunctionWriter,
  places: Places,
  signed: boolean,
  offset: number,
  vectors: number,
): Loop => ({
  width: places.stride / VECTOR,
  signed,
  places,
  offset,
  vectors,
  base: BLOCK,
  row: f.local(I32),
  cell: f.local(I32),
  end: f.local(I32),
  count: f.local(I32),
  minus: f.local(I32),
  at: f.local(I32),
  sums: f.locals(V128, vectors),
  weight: f.local(V128),
});

/** Runs `body` for the cell of every oscillator. */
export const forCells = (f: FunctionWriter, l: Loop, body: () => void): void => {
  const { spins, stride } = l.places;
  f.get(BLOCK).tee(l.cell).i32(spins * stride).op(op.I32_ADD).set(l.end).loop();
  body();
  step(f, l.cell, stride).get(l.cell).get(l.end).op(op.I32_LT_U).branchIf(0).end();
};

/**
 * Runs `head` for every oscillator while the row address is at the head of its row, then adds up
 * its neighbours, then runs `body` for every column.
 */
export const forRows = (
  f: FunctionWriter,
  l: Loop,
  head: () => void,
  body: (column: number) => void,
): void => {
  f.i32(l.places.rows).set(l.row);
  forCells(f, l, () => {
    head();
    step(f, l.row, 4 * ROW_HEAD);
    emitRowSum(f, l.signed, l);
    for (let k = 0; k < l.width; k++) body(k);
  });
};
