import type { RandomStream } from '@xdv/domain-model';
import type { Fields } from './fields.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { exponentialVariate, lognormalVariate, uniform, wholeTicks } from './variates.ts';

/** What a job takes, and what it asks for. */
export interface Ticks {
  readonly run: number;
  readonly estimate: number;
}

const { ticksMax } = WORKLOAD_LIMITS;
const KNOWN = new Set(['run', 'estimate', 'kind', 'mean', 'sd']);
const KINDS = ['lognormal', 'exponential', 'uniform'] as const;
const ROOT_OF_THREE = Math.sqrt(3);

/** A draw from the distribution that the fields describe, in ticks. */
const draw = (fields: Fields, random: RandomStream): number => {
  const kind = fields.word('kind', KINDS);
  const mean = fields.integer('mean', 1, ticksMax);
  if (kind === 'exponential') {
    if (fields.has('sd')) throw fields.wrong('sd', 'is the mean if the kind is exponential');
    return mean * exponentialVariate(random);
  }
  const sd = fields.integer('sd', 1, 1000 * mean);
  if (kind === 'lognormal') return lognormalVariate(random, mean, sd);
  const half = ROOT_OF_THREE * sd;
  if (half > mean) throw fields.wrong('sd', `is ${sd}: some durations would be below 0`);
  return uniform(random, mean - half, mean + half);
};

const stated = (fields: Fields): Ticks => {
  for (const name of ['mean', 'sd']) {
    if (fields.has(name)) throw fields.wrong(name, 'has no meaning without a kind');
  }
  const run = fields.integer('run', 1, ticksMax);
  return { run, estimate: fields.integer('estimate', run, ticksMax, run) };
};

/**
 * The `duration` of a job: a number of ticks; `run` and `estimate`; or a distribution by its mean
 * and standard deviation, drawn from `random` and rounded to whole ticks, at least 1. Where it also
 * has an `estimate`, a run that would be longer is cut off there.
 */
export const durationOf = (job: Fields, random: RandomStream): Ticks => {
  if (typeof job.raw('duration') !== 'object') {
    const run = job.integer('duration', 1, ticksMax);
    return { run, estimate: run };
  }
  const fields = job.object('duration', KNOWN);
  if (!fields.has('kind')) return stated(fields);
  if (fields.has('run')) throw fields.wrong('run', 'is drawn if there is a kind');
  const most = fields.integer('estimate', 1, ticksMax, ticksMax);
  const run = wholeTicks(draw(fields, random), most);
  return { run, estimate: fields.has('estimate') ? most : run };
};
