import type { DetectorErrorModel } from './error-model.ts';
import type { SamplingPlan, Section } from './sampling-plan.ts';

/**
 * The inner loop of sampling: performs events. Two engines exist, which give the same rows bit by
 * bit: this one, and one in WebAssembly.
 */
export interface EventEngine {
  readonly name: 'javascript' | 'webassembly';
  /** Rows of the batch, `stride` words per shot. */
  readonly rows: Uint32Array;
  /** Clears the rows and seeds the random stream with 16 words. */
  begin(state: Uint32Array): void;
  /** Performs `count` events of section `index`. */
  perform(index: number, count: number): void;
}

/** Words of the state of the random stream. */
export const STATE_WORDS = 16;

/**
 * Four lanes of xoshiro128++ (Blackman and Vigna 2021): word w of lane l is `state[4 w + l]`. A
 * step gives one word per lane, which is one event: lane 0 picks an entry of the alias table, lane
 * 1 is compared with its threshold, lane 2 picks the copy of the pattern and lane 3 the shot.
 */
const step = (state: Uint32Array, out: Uint32Array): void => {
  for (let lane = 0; lane < 4; lane++) {
    const a = state[lane]!;
    let b = state[4 + lane]!;
    let c = state[8 + lane]!;
    let d = state[12 + lane]!;
    const sum = (a + d) | 0;
    out[lane] = ((sum << 7) | (sum >>> 25)) + a;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    state[lane] = a ^ d;
    state[4 + lane] = b;
    state[8 + lane] = c ^ t;
    state[12 + lane] = (d << 11) | (d >>> 21);
  }
};

/** 0 to count - 1 from a word: exact below 2^53. */
const choose = (word: number, count: number): number => Math.floor((word * count) / 2 ** 32);

/** Events in plain JavaScript. */
export const createJavaScriptEngine = (
  { offsets, symptoms }: DetectorErrorModel,
  { batchShots, stride, sections }: SamplingPlan,
): EventEngine => {
  const rows = new Uint32Array(batchShots * stride);
  const state = new Uint32Array(STATE_WORDS);
  const words = new Uint32Array(4);
  const flip = ({ mechanisms, firsts, thresholds, aliases }: Section): void => {
    const entry = choose(words[0]!, thresholds.length);
    const chosen = words[1]! < thresholds[entry]! ? entry : aliases[entry]!;
    const first = firsts[chosen]!;
    const mechanism = mechanisms[first + choose(words[2]!, firsts[chosen + 1]! - first)]!;
    const row = (words[3]! & (batchShots - 1)) * stride;
    const end = offsets[mechanism + 1]!;
    for (let k = offsets[mechanism]!; k < end; k++) {
      const symptom = symptoms[k]!;
      rows[row + (symptom >>> 5)]! ^= 1 << (symptom & 31);
    }
  };
  return {
    name: 'javascript',
    rows,
    begin: (seeds) => {
      rows.fill(0);
      state.set(seeds);
    },
    perform: (index, count) => {
      const section = sections[index]!;
      for (let left = count; left > 0; left--) {
        step(state, words);
        flip(section);
      }
    },
  };
};
