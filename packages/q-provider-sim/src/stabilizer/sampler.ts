import { createRandom, deriveSeed, namedSeed, ok, type Result } from '@xdv/domain-model';
import { createBitTable, type BitTable } from './bit-table.ts';
import { checkErrorModel, type DetectorErrorModel } from './error-model.ts';
import { createJavaScriptEngine, STATE_WORDS, type EventEngine } from './event-engine.ts';
import { planSampling, poissonAt, type SamplingPlan } from './sampling-plan.ts';
import { checkSampling } from './simulate.ts';
import { createWasmEngine } from './wasm-engine.ts';

export interface SamplerOptions {
  /** Safe integer; the same seed gives the same shots, and more shots begin with fewer. */
  readonly seed: number;
  /** Keeps to plain JavaScript. By default WebAssembly where the host has it: same bits, sooner. */
  readonly engine?: 'javascript';
}

/** Draws shots of an error model. */
export interface ErrorModelSampler {
  readonly engine: 'javascript' | 'webassembly';
  /** Shots per batch, a power of two fixed by the model. */
  readonly batchShots: number;
  /** Words per shot: detectors first, then observables, packed as in a {@link BitTable}. */
  readonly stride: number;
  /**
   * Batch `index`: a function of (model, seed, index). `batchShots · stride` words, valid until
   * the next call.
   */
  batch(index: number): Uint32Array;
  /**
   * The first `shots` shots, one row each, detectors then observables. Fails with
   * RESOURCE_EXHAUSTED above 1 GiB.
   */
  sample(shots: number): Result<BitTable>;
}

/** Flips the symptoms of mechanisms that are too likely for events. */
const strikeDense = (
  { offsets, symptoms, probabilities }: DetectorErrorModel,
  { dense, batchShots, stride }: SamplingPlan,
  rows: Uint32Array,
  float: () => number,
): void => {
  for (const mechanism of dense) {
    for (let shot = 0; shot < batchShots; shot++) {
      if (float() >= probabilities[mechanism]!) continue;
      for (let k = offsets[mechanism]!; k < offsets[mechanism + 1]!; k++) {
        rows[shot * stride + (symptoms[k]! >>> 5)]! ^= 1 << (symptoms[k]! & 31);
      }
    }
  }
};

const drawBatch = (
  model: DetectorErrorModel,
  plan: SamplingPlan,
  engine: EventEngine,
  seed: number,
): void => {
  const random = createRandom(seed);
  const state = new Uint32Array(STATE_WORDS);
  for (let k = 0; k < STATE_WORDS; k++) state[k] = random.uint32();
  for (let lane = 0; lane < 4; lane++) state[12 + lane]! |= 1; // never all zero
  engine.begin(state);
  for (const [index, { events }] of plan.sections.entries()) {
    engine.perform(index, poissonAt(events, random.float()));
  }
  strikeDense(model, plan, engine.rows, () => random.float());
};

/**
 * A sampler of an error model: every mechanism happens independently, with its probability to
 * within 2^-15 of itself and 2^-32 of the mean. Time per shot ∝ 1 + expected mechanisms per shot,
 * independent of how many there are; memory ∝ symptoms of the model. Fails with ARGUMENT_INVALID if
 * the model is malformed; throws RangeError for an option out of range.
 */
export const createErrorModelSampler = (
  model: DetectorErrorModel,
  options: SamplerOptions,
): Result<ErrorModelSampler> => {
  checkSampling(1, options.seed);
  const { engine: asked } = options;
  if (asked !== undefined && asked !== 'javascript') {
    throw new RangeError(`engine must be javascript or left out, got ${String(asked)}`);
  }
  const valid = checkErrorModel(model);
  if (!valid.ok) return valid;
  const plan = planSampling(model);
  const compiled = asked === undefined ? createWasmEngine(model, plan) : null;
  const engine = compiled ?? createJavaScriptEngine(model, plan);
  const { batchShots, stride } = plan;
  const base = namedSeed(options.seed, 'errors');
  const batch = (index: number): Uint32Array => {
    if (!Number.isSafeInteger(index) || index < 0) {
      throw new RangeError(`batch must be a whole number from 0, got ${String(index)}`);
    }
    drawBatch(model, plan, engine, deriveSeed(base, index));
    return engine.rows;
  };
  const sample = (shots: number): Result<BitTable> => {
    checkSampling(shots, options.seed);
    const table = createBitTable(shots, model.detectors + model.observables);
    if (!table.ok) return table;
    for (let first = 0, index = 0; first < shots; first += batchShots, index++) {
      const rows = batch(index).subarray(0, Math.min(batchShots, shots - first) * stride);
      table.value.words.set(rows, first * stride);
    }
    return table;
  };
  return ok({ engine: engine.name, batchShots, stride, batch, sample });
};
