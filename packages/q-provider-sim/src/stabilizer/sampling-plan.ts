import type { DetectorErrorModel } from './error-model.ts';
import { logOfComplement } from './logarithm.ts';

/**
 * How shots of an error model are drawn. A mechanism of probability p is the parity of a Poisson
 * number of events of rate μ = -ln(1 - 2p) / 2: the parity is odd with probability
 * (1 - e^(-2μ)) / 2 = p, exactly. Events of all mechanisms together are again Poisson, so a batch
 * of shots takes one Poisson number of events for a whole section of mechanisms, and each event
 * picks its mechanism and its shot without a logarithm or a branch.
 *
 * Codes repeat in space and time: most mechanisms are copies of a few patterns, shifted along the
 * row of detectors. An event picks a pattern by the alias method, then one of its copies, so that
 * the tables stay in the caches however many rounds there are.
 */
export interface SamplingPlan {
  /** Shots drawn together, a power of two. */
  readonly batchShots: number;
  /** Words per shot. */
  readonly stride: number;
  readonly sections: readonly Section[];
  /** Mechanisms too likely for events, drawn shot by shot. */
  readonly dense: readonly number[];
}

/** Patterns that take equally many windows. */
export interface Section {
  /** Windows of 64 bits, at byte offsets, that hold the symptoms of any one pattern here. */
  readonly windows: number;
  /** Copies of pattern k: `mechanisms[firsts[k]]` to `mechanisms[firsts[k + 1] - 1]`. */
  readonly mechanisms: Uint32Array;
  readonly firsts: Uint32Array;
  /** A draw of pattern k stands below `thresholds[k]` / 2^32; above, it is `aliases[k]`. */
  readonly thresholds: Uint32Array;
  readonly aliases: Uint32Array;
  readonly events: PoissonTable;
}

/** Mechanisms of one probability whose symptoms are the same but for a shift. */
type Pattern = number[];

/** A cumulative distribution: `cumulative[k]` is the probability of at most `first` + k. */
interface PoissonTable {
  readonly first: number;
  readonly cumulative: Float64Array;
}

/** Above this probability single draws are quicker than events. */
const EVENT_PROBABILITY_MAX = 0.25;

/** Bytes of output per batch: what stays in the second-level cache beside the tables. */
const BATCH_BYTES = 2 ** 17;
const BATCH_SHOTS_MIN = 64;
const BATCH_SHOTS_MAX = 2 ** 13;

/** Choices of one 32-bit draw: each is as likely as it should be to within 2^-16 of itself. */
const CHOICES_MAX = 2 ** 16;

const ratesOf = ({ probabilities }: DetectorErrorModel): Float64Array =>
  probabilities.map((p) => (p > EVENT_PROBABILITY_MAX ? 0 : -logOfComplement(2 * p) / 2));

/** The Poisson distribution of mean `mean` to 9 standard deviations, where less than 2^-53 is. */
export const poissonTable = (mean: number): PoissonTable => {
  const reach = Math.ceil(9 * Math.sqrt(mean)) + 20;
  const mode = Math.floor(mean);
  const first = Math.max(0, mode - reach);
  const weights = new Float64Array(mode + reach - first + 1);
  weights[mode - first] = 1;
  for (let k = mode; k > first; k--) weights[k - first - 1] = (weights[k - first]! * k) / mean;
  for (let k = mode + 1; k <= mode + reach; k++) {
    weights[k - first] = (weights[k - first - 1]! * mean) / k;
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return { first, cumulative: weights.map((weight) => (sum += weight) / total) };
};

/** The number that a draw in [0, 1) falls on. */
export const poissonAt = ({ first, cumulative }: PoissonTable, draw: number): number => {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (draw < cumulative[middle]!) high = middle;
    else low = middle + 1;
  }
  return first + low;
};

/** Walker's alias tables by the method of Vose (1991). Time ∝ weights. */
const aliasTables = (weights: Float64Array): Pick<Section, 'thresholds' | 'aliases'> => {
  const count = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = weights.map((weight) => (weight * count) / total);
  const thresholds = new Uint32Array(count).fill(2 ** 32 - 1);
  const aliases = Uint32Array.from({ length: count }, (_, k) => k);
  const small: number[] = [];
  const large: number[] = [];
  for (let k = 0; k < count; k++) (share[k]! < 1 ? small : large).push(k);
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop()!;
    const rich = large[large.length - 1]!;
    thresholds[poor] = Math.floor(share[poor]! * 2 ** 32);
    aliases[poor] = rich;
    share[rich]! -= 1 - share[poor]!;
    if (share[rich]! >= 1) continue;
    large.pop();
    small.push(rich);
  }
  return { thresholds, aliases };
};

/**
 * The symptom that those of a mechanism count from: its first, unless observables, which stay where
 * they are, are among them.
 */
export const baseOf = (
  { detectors, offsets, symptoms }: DetectorErrorModel,
  mechanism: number,
): number => {
  const last = symptoms[offsets[mechanism + 1]! - 1]!;
  return last < detectors ? symptoms[offsets[mechanism]!]! : 0;
};

/** 64 bits less the 7 by which a base may lie past the start of its byte. */
const WINDOW_BITS = 57;

/** One window: bits of `symptoms[from]` to `symptoms[to - 1]`, which start in byte `firstByte`. */
interface Window {
  readonly firstByte: number;
  readonly from: number;
  readonly to: number;
}

/** The windows of a mechanism, counted from its base. */
export const windowsOf = (model: DetectorErrorModel, mechanism: number): readonly Window[] => {
  const { offsets, symptoms } = model;
  const base = baseOf(model, mechanism);
  const end = offsets[mechanism + 1]!;
  const windows: Window[] = [];
  for (let from = offsets[mechanism]!; from < end; from = windows.at(-1)!.to) {
    const firstByte = (symptoms[from]! - base) >>> 3;
    let to = from + 1;
    while (to < end && symptoms[to]! - base - 8 * firstByte < WINDOW_BITS) to++;
    windows.push({ firstByte, from, to });
  }
  return windows;
};

/** Patterns in order of their first mechanisms. */
const findPatterns = (model: DetectorErrorModel, rates: Float64Array): readonly Pattern[] => {
  const { probabilities, offsets, symptoms } = model;
  const patterns: Pattern[] = [];
  const open = new Map<string, Pattern>();
  for (let mechanism = 0; mechanism < rates.length; mechanism++) {
    const start = offsets[mechanism]!;
    const end = offsets[mechanism + 1]!;
    if (rates[mechanism] === 0 || start === end) continue;
    const base = baseOf(model, mechanism);
    let key = `${probabilities[mechanism]}`;
    for (let i = start; i < end; i++) key += `,${symptoms[i]! - base}`;
    const pattern = open.get(key);
    if (pattern !== undefined && pattern.length < CHOICES_MAX) {
      pattern.push(mechanism);
      continue;
    }
    const fresh = [mechanism];
    patterns.push(fresh);
    open.set(key, fresh);
  }
  return patterns;
};

const createSection = (
  patterns: readonly Pattern[],
  windows: number,
  rates: Float64Array,
  batchShots: number,
): Section => {
  const weights = Float64Array.from(patterns, (pattern) => rates[pattern[0]!]! * pattern.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const firsts = new Uint32Array(patterns.length + 1);
  for (const [k, { length }] of patterns.entries()) firsts[k + 1] = firsts[k]! + length;
  return {
    windows,
    mechanisms: Uint32Array.from(patterns.flat()),
    firsts,
    events: poissonTable(total * batchShots),
    ...aliasTables(weights),
  };
};

/** Lists of patterns that take equally many windows, none too long. */
const byWindows = (
  model: DetectorErrorModel,
  patterns: readonly Pattern[],
): readonly (readonly [windows: number, patterns: readonly Pattern[]])[] => {
  const lists: [number, Pattern[]][] = [];
  const open = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    const windows = windowsOf(model, pattern[0]!).length;
    let list = open.get(windows);
    if (list === undefined || list.length === CHOICES_MAX) {
      list = [];
      open.set(windows, list);
      lists.push([windows, list]);
    }
    list.push(pattern);
  }
  return lists;
};

/** A power of two of shots whose rows, of `stride` words, take about BATCH_BYTES. */
const batchShotsFor = (stride: number): number => {
  let shots = BATCH_SHOTS_MAX;
  while (shots > BATCH_SHOTS_MIN && 4 * stride * shots > BATCH_BYTES) shots /= 2;
  return shots;
};

/** A function of the model alone, so that every engine draws the same events. */
export const planSampling = (model: DetectorErrorModel): SamplingPlan => {
  const stride = (model.detectors + model.observables + 31) >>> 5;
  const batchShots = batchShotsFor(stride);
  const rates = ratesOf(model);
  const dense: number[] = [];
  for (const [mechanism, p] of model.probabilities.entries()) {
    if (p > EVENT_PROBABILITY_MAX) dense.push(mechanism);
  }
  const lists = byWindows(model, findPatterns(model, rates));
  const sections = lists.map(([windows, patterns]) =>
    createSection(patterns, windows, rates, batchShots),
  );
  return { batchShots, stride, sections, dense };
};
