import type { IntegerRows } from './integer-rows.ts';
import { laneBits } from './lanes.ts';
import { energyOf, STEP_A, STEP_C, type Sweeper } from './sweeper.ts';
import { EXPONENTIALS, TABLE_BITS } from './thresholds.ts';

/** The sweeper in plain JavaScript: for hosts without WebAssembly, and the reference. */
export const createScriptSweeper = (rows: IntegerRows): Sweeper => {
  const { spins, rowStart, neighbor, weight, field } = rows;
  const group = 128 / laneBits(rows);
  const most = 2 ** (laneBits(rows) - 1) - 2;
  const spin = new Int8Array(spins).fill(1);
  const local = field.slice();
  const threshold = new Int32Array(EXPONENTIALS.length);
  let state = 0;
  let flips = 0;
  for (let i = 0; i < spins; i++) {
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) local[i]! += weight[e]!;
  }

  const flip = (i: number): void => {
    const now = -spin[i]!;
    spin[i] = now;
    flips++;
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) local[neighbor[e]!]! += 2 * now * weight[e]!;
  };
  const passes = (i: number, at: number): boolean => local[i]! * spin[i]! <= threshold[at]!;
  const visit = (first: number): void => {
    state = (Math.imul(state, STEP_A) + STEP_C) | 0;
    const at = state >>> (32 - TABLE_BITS);
    const end = Math.min(first + group, spins);
    let mask = 0;
    for (let i = first; i < end; i++) if (passes(i, at + i - first)) mask |= 1 << (i - first);
    for (let i = first; mask > 0; i++, mask >>= 1) {
      if ((mask & 1) === 1 && passes(i, at + i - first)) flip(i);
    }
  };
  const sweep = (sweeps: number): number => {
    flips = 0;
    for (let k = 0; k < sweeps; k++) for (let i = 0; i < spins; i += group) visit(i);
    return flips;
  };
  return {
    spins,
    sweep,
    load: (wanted) => {
      for (let i = 0; i < spins; i++) if (spin[i] !== wanted[i]) flip(i);
    },
    read: () => spin.slice(),
    energy: () => energyOf(spin, local, field),
    heat: (temperature) => {
      for (const [k, e] of EXPONENTIALS.entries()) {
        threshold[k] = Math.floor(Math.min(most, e * (temperature / 2)));
      }
    },
    freeze: () => {
      threshold.fill(-1);
    },
    seed: (seed) => {
      state = seed | 0;
    },
    localField: (i) => local[i]!,
  };
};
