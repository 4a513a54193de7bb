import { TICK_MAX } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  createScheduler,
  K_LANES_MAX,
  LEVELS_MAX,
  type SchedulerOptions,
} from '../../src/index.ts';
import { pid, runs } from './support.ts';

const RANGES = [
  ['kLanes', 1, K_LANES_MAX],
  ['sliceTicks', 1, TICK_MAX],
  ['levels', 1, LEVELS_MAX],
  ['feedbackTicks', 0, 2 ** 32],
  ['agingTicks', 1, 2 ** 32],
] as const;

describe.each(RANGES)('%s', (name, min, max) => {
  it.each([min, max])('accepts the end of its range %d', (value) => {
    expect(() => createScheduler({ [name]: value })).not.toThrow();
  });

  it.each([min - 1, max + 1, 1.5, NaN, Infinity, '2' as unknown as number])(
    'refuses %s, naming option, range and value',
    (value) => {
      const message = `${name} must be an integer from ${min} to ${max}, got ${value}`;
      const options: SchedulerOptions = { [name]: value };
      expect(() => createScheduler(options)).toThrow(new RangeError(message));
    },
  );
});

it('knows three placements', () => {
  const placement = 'first-fit' as 'easy';
  const message = 'placement must be one of strict, easy, conservative, got first-fit';
  expect(() => createScheduler({ placement })).toThrow(new RangeError(message));
});

it('defaults to one lane and slices of 100 ticks', () => {
  const scheduler = createScheduler();
  scheduler.ready(pid(1), 0);
  scheduler.ready(pid(2), 0);
  expect(runs(scheduler)).toEqual({ kind: 'run', tick: 0, process: 1, lane: 0, sliceLeft: 100 });
});

it('runs as many lanes as the limit says', () => {
  const scheduler = createScheduler({ kLanes: K_LANES_MAX });
  for (let process = 1; process <= K_LANES_MAX + 1; process++) scheduler.ready(pid(process), 0);
  const lanes = Array.from({ length: K_LANES_MAX }, () => {
    const { lane } = runs(scheduler);
    scheduler.charge(lane, 1);
    return lane;
  });
  expect(lanes).toEqual(Array.from({ length: K_LANES_MAX }, (_, lane) => lane));
  expect(runs(scheduler)).toMatchObject({ tick: 1, lane: 0, process: 1 });
});
