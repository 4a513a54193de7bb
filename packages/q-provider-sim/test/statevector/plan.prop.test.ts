import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lower } from '../../src/statevector/lower.ts';
import type { Op } from '../../src/statevector/ops.ts';
import {
  planOps,
  tabulate,
  type Kernel,
  type Plan,
  type Shape,
  type Stage,
} from '../../src/statevector/plan.ts';
import { anyGate } from './support.ts';

const maskOf = (qubits: readonly number[]): number =>
  qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);

/** Qubits that an operation is not diagonal in, and those that it is. */
const masksOf = (op: Op): { readonly moves: number; readonly reads: number } => {
  if (op.kind === 'turn') return { moves: maskOf([op.qubit]), reads: 0 };
  if (op.kind === 'pair') return { moves: maskOf(op.qubits), reads: 0 };
  if (op.kind === 'phase') return { moves: 0, reads: maskOf(op.qubits) };
  return { moves: maskOf([op.target]), reads: maskOf([op.control]) };
};

/** Operations commute for sure where neither moves a qubit that the other one touches. */
const mayCommute = (a: Op, b: Op): boolean => {
  const [p, q] = [masksOf(a), masksOf(b)];
  return (p.moves & (q.moves | q.reads)) === 0 && (p.reads & q.moves) === 0;
};

interface Case {
  readonly ops: readonly Op[];
  readonly shape: Shape;
  readonly places: readonly number[];
  readonly live: number;
  readonly plan: Plan;
}

const anyPlan = fc
  .record({
    qubits: fc.integer({ min: 6, max: 13 }),
    laneQubits: fc.integer({ min: 1, max: 2 }),
    blockQubits: fc.integer({ min: 8, max: 13 }),
    chunkQubits: fc.integer({ min: 4, max: 6 }),
    tileQubits: fc.integer({ min: 2, max: 3 }),
  })
  .chain((sizes) => {
    const { qubits } = sizes;
    const order = Array.from({ length: qubits }, (_, q) => q);
    return fc.record({
      shape: fc.constant({ ...sizes, blockQubits: Math.min(qubits, sizes.blockQubits) }),
      places: fc.shuffledSubarray(order, { minLength: qubits }),
      live: fc.nat(2 ** qubits - 1),
      gates: fc.array(anyGate(qubits, 4), { minLength: 1, maxLength: 80, size: 'max' }),
    });
  })
  .map(({ shape, places, live, gates }): Case => {
    const { ops } = lower(gates, shape.qubits);
    return { ops, shape, places, live, plan: planOps(tabulate(ops), shape, places, live) };
  });

/** The operations in the order in which they are done. */
const orderOf = ({ stages }: Plan): number[] =>
  stages.flatMap(({ kernels }) => kernels.flatMap(({ ops }) => ops));

/** The qubits of a kernel by where they are. */
const seatsOf = ({ slots, lanes, inner, outer }: Kernel) => ({
  tile: maskOf(slots.map(({ qubit }) => qubit)),
  known: maskOf([...slots, ...inner, ...outer].map(({ qubit }) => qubit)) | maskOf(lanes),
});

const expectSeats = (kernel: Kernel, ops: readonly Op[]): void => {
  const { tile, known } = seatsOf(kernel);
  for (const index of kernel.ops) {
    const { moves, reads } = masksOf(ops[index]!);
    expect(moves & ~tile, 'moved outside the tile').toBe(0);
    // a phase of one qubit is a factor wherever that is
    const isLoose = moves === 0 && (reads & (reads - 1)) === 0;
    if (!isLoose) expect(reads & ~known, 'unknown to the kernel').toBe(0);
  }
};

/** Follows the exchanges of a kernel; every qubit must be where the kernel says. */
const expectPlaces = (kernel: Kernel, { local }: Stage, places: number[]): void => {
  for (const { slot, lane } of kernel.swaps) {
    const to = local[kernel.slots[slot]!.bit]!;
    const [a, b] = [places.indexOf(lane), places.indexOf(to)];
    [places[a], places[b]] = [to, lane];
  }
  const inBlock = [...kernel.slots, ...kernel.inner];
  expect(inBlock.map(({ bit }) => local[bit])).toEqual(inBlock.map(({ qubit }) => places[qubit]));
  const outside = kernel.outer.map(({ qubit }) => places[qubit]);
  expect(kernel.outer.map(({ bit }) => bit)).toEqual(outside);
  expect(kernel.lanes.map((qubit) => places[qubit])).toEqual(kernel.lanes.map((_, lane) => lane));
};

describe('a plan', () => {
  it('does every operation once, and moves none past one that it may not commute with', () => {
    fc.assert(
      fc.property(anyPlan, ({ ops, plan }) => {
        const order = orderOf(plan);
        expect(order.toSorted((a, b) => a - b)).toEqual(ops.map((_, k) => k));
        const overtaken = order.flatMap((op, at) =>
          order.slice(0, at).filter((earlier) => earlier > op).map((earlier) => [earlier, op]),
        );
        const wrong = overtaken.filter(([a, b]) => !mayCommute(ops[a!]!, ops[b!]!));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('has every qubit that an operation needs in its tile, its lanes or among the outside', () => {
    fc.assert(
      fc.property(anyPlan, ({ ops, plan, places }) => {
        const moving = [...places];
        for (const stage of plan.stages) {
          for (const kernel of stage.kernels) {
            expectPlaces(kernel, stage, moving);
            expectSeats(kernel, ops);
          }
        }
        expect(plan.places).toEqual(moving);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps blocks, tiles, outside qubits and turns within their limits', () => {
    fc.assert(
      fc.property(anyPlan, ({ ops, shape, plan }) => {
        for (const { kernels, local, outer } of plan.stages) {
          expect(local).toHaveLength(shape.blockQubits);
          expect(local).toEqual([...new Set(local)].toSorted((a, b) => a - b));
          // chunks are contiguous
          const chunk = Math.min(shape.chunkQubits, shape.blockQubits);
          expect(local.slice(0, chunk)).toEqual(Array.from({ length: chunk }, (_, bit) => bit));
          expect(outer.some((bit) => local.includes(bit))).toBe(false);
          for (const kernel of kernels) {
            expect(kernel.slots.length).toBeLessThanOrEqual(shape.tileQubits);
            expect(kernel.slots.every(({ bit }) => bit >= shape.laneQubits)).toBe(true);
            expect(kernel.inner.length + kernel.outer.length).toBeLessThanOrEqual(6);
            const mixes = kernel.ops.filter((op) => /turn|pair/.test(ops[op]!.kind));
            expect(mixes.length).toBeLessThanOrEqual(22);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('visits the blocks in which qubits that may be 1 are, and no others', () => {
    fc.assert(
      fc.property(anyPlan, ({ ops, plan, places, live }) => {
        const moving = [...places];
        let alive = live;
        for (const stage of plan.stages) {
          const reached = moving.filter((_, qubit) => ((alive >> qubit) & 1) !== 0);
          const outside = reached.filter((place) => !stage.local.includes(place));
          expect(stage.outer).toEqual(outside.toSorted((a, b) => a - b));
          for (const kernel of stage.kernels) {
            expectPlaces(kernel, stage, moving);
            for (const op of kernel.ops) alive |= masksOf(ops[op]!).moves;
          }
        }
        expect(plan.live).toBe(alive);
      }),
      { numRuns: 40 },
    );
  });
});
