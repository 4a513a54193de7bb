import type { Hold } from '../holds.ts';

/** Neighbouring units that a hold has in a drawing. */
export interface Piece {
  readonly unit: number;
  readonly units: number;
}

/** Neighbouring units that are free, from the lowest up. */
const runsOf = (freeFrom: Float64Array, tick: number): Piece[] => {
  const runs: Piece[] = [];
  for (let unit = 0; unit < freeFrom.length; ) {
    let next = unit;
    while (next < freeFrom.length && freeFrom[next]! <= tick) next++;
    if (next > unit) runs.push({ unit, units: next - unit });
    unit = next + 1;
  }
  return runs;
};

/** Pieces of the lowest runs that make up `units`; one piece if some run has room for it. */
const choose = (runs: readonly Piece[], units: number): Piece[] => {
  const whole = runs.find((run) => run.units >= units);
  if (whole) return [{ unit: whole.unit, units }];
  const pieces: Piece[] = [];
  let missing = units;
  for (const run of runs) {
    if (missing === 0) break;
    const taken = Math.min(run.units, missing);
    pieces.push({ unit: run.unit, units: taken });
    missing -= taken;
  }
  return pieces;
};

/**
 * Which units each hold has: the lowest that are free, side by side where possible (first fit).
 * `holds` are in order of their start, and never hold more than `capacity` together. Units are
 * alike, so that a schedule does not say this: it is a way to draw. Time ∝ holds · capacity.
 */
export const packUnits = (holds: readonly Hold[], capacity: number): readonly Piece[][] => {
  const freeFrom = new Float64Array(capacity);
  return holds.map(({ from, to, units }) => {
    const pieces = choose(runsOf(freeFrom, from), units);
    for (const piece of pieces) freeFrom.fill(to, piece.unit, piece.unit + piece.units);
    return pieces;
  });
};
