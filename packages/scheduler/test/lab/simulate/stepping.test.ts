import { XdvError } from '@xdv/domain-model';
import { describe, expect, test } from 'vitest';
import {
  createSimulation,
  simulate,
  type SimulateOptions,
  type SimulationObserver,
} from '../../../src/lab/index.ts';
import { lanes, simple, workloadOf } from './support.ts';

// two lanes; 2 needs both
const workload = workloadOf(
  [lanes(2)],
  [simple(1, 0, 4, 1), simple(2, 0, 3, 2), simple(3, 9, 1, 3)],
);

describe('a simulation', () => {
  test('goes on by events, to the end of a tick, until it is over', () => {
    const simulation = createSimulation(workload);
    // both submissions of tick 0; 1 starts
    expect([simulation.advance(1), simulation.ended]).toEqual([false, 0]);
    // 1 ends at 4, where 2 is looked at as it was promised
    expect([simulation.advance(1), simulation.ended]).toEqual([false, 1]);
    expect([simulation.advance(1), simulation.ended]).toEqual([false, 2]);
    // 3 is wider than the machine
    expect([simulation.advance(1), simulation.ended]).toEqual([false, 3]);
    expect(simulation.advance(1)).toBe(true);
    expect(simulation.advance(1)).toBe(true);
    expect(simulation.schedule()).toEqual(simulate(workload));
  });

  test('gives its schedule when it is over, not before', () => {
    const simulation = createSimulation(workload);
    expect(() => simulation.schedule()).toThrow(RangeError);
    simulation.advance(100);
    expect(simulation.schedule().seed).toBe(1);
  });

  test('of no jobs is over at once', () => {
    const simulation = createSimulation(workloadOf([lanes(1)], []));
    expect(simulation.advance(1)).toBe(true);
    expect(simulation.schedule().decisions).toBe(0);
  });

  test('tells its observer everything in order', () => {
    const log: string[] = [];
    const observer: SimulationObserver = {
      submitted: (tick, job) => log.push(`${tick} submit ${job}`),
      started: (tick, job, resource) => log.push(`${tick} start ${job} on ${resource}`),
      ended: (tick, job) => log.push(`${tick} end ${job}`),
      refused: (tick, job, outcome) => log.push(`${tick} refuse ${job}: ${outcome}`),
      over: () => log.push('over'),
    };
    simulate(workload, { observer });
    expect(log).toEqual([
      '0 submit 0',
      '0 submit 1',
      '0 start 0 on 0',
      '4 end 0',
      '4 start 1 on 0',
      '7 end 1',
      '9 submit 2',
      '9 refuse 2: 2',
      'over',
    ]);
  });

  test('ends with what its observer throws', () => {
    const observer: SimulationObserver = {
      ended: () => {
        throw new TypeError('enough');
      },
    };
    expect(() => simulate(workload, { observer })).toThrow(TypeError);
  });
});

const wrong: readonly SimulateOptions[] = [
  { placement: 'best' as never },
  { agingTicks: 0 },
  { agingTicks: 1.5 },
  { agingTicks: NaN },
  { shareHalfLife: 0 },
  { shareHalfLife: 2 ** 53 },
  { seed: -1 },
  { seed: '1' as never },
  { placement: 'strict', backfill: { name: 'b', version: '1', weigh: () => 0 } },
];

describe('options', () => {
  test.each(wrong)('out of range are refused: %o', (options) => {
    expect(() => createSimulation(workload, options)).toThrow(RangeError);
  });

  test.each([0, -1, 1.5, Infinity, NaN])('events are counted from 1: not %s', (events) => {
    expect(() => createSimulation(workload).advance(events)).toThrow(RangeError);
  });

  test('a workload that cannot be used is refused as validateWorkload does', () => {
    const bad = workloadOf([lanes(1)], [simple(1, 0, 0, 1)]);
    const attempt = (): unknown => simulate(bad);
    expect(attempt).toThrow(XdvError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
  });
});
