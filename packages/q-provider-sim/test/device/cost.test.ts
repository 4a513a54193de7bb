import { describe, expect, it } from 'vitest';
import {
  CLOUD_SERVICE,
  jobCost,
  meanWaitMs,
  queueWaitMs,
  serviceTimeMs,
} from '../../src/device/index.ts';

describe('what a job costs', () => {
  const job = { shots: 1_000, serviceMs: 2_500 };

  it('by task and shot, or by the time of the device', () => {
    expect(jobCost({ kind: 'task', perTask: 0.3, perShot: 0.00145 }, job)).toBeCloseTo(1.75, 12);
    expect(jobCost({ kind: 'time', perSecond: 1.6 }, job)).toBe(4);
  });

  it.each([
    ['perTask', { kind: 'task', perTask: -1, perShot: 0 }, job],
    ['perShot', { kind: 'task', perTask: 0, perShot: NaN }, job],
    ['perSecond', { kind: 'time', perSecond: Infinity }, job],
    ['shots', { kind: 'time', perSecond: 1 }, { ...job, shots: -1 }],
    ['serviceMs', { kind: 'time', perSecond: 1 }, { ...job, serviceMs: NaN }],
  ] as const)('is refused for %s out of range', (name, pricing, priced) => {
    expect(() => jobCost(pricing, priced)).toThrow(RangeError);
    expect(() => jobCost(pricing, priced)).toThrow(name);
  });
});

describe('how long a job takes and waits', () => {
  it('what every job takes, and every shot', () => {
    const work = { circuits: 2, shots: 1_000, shotNs: 500_000 };
    expect(serviceTimeMs(work, { jobMs: 100, shotMs: 0.5 })).toBe(2_100);
    expect(serviceTimeMs({ ...work, shots: 0 })).toBe(CLOUD_SERVICE.jobMs);
    expect(() => serviceTimeMs({ ...work, circuits: -1 })).toThrow('circuits');
  });

  it('in turn: as long as all jobs ahead', () => {
    expect(queueWaitMs([])).toBe(0);
    expect(queueWaitMs([5, 7, 11])).toBe(23);
    expect(() => queueWaitMs([5, -7])).toThrow('pendingMs[1]');
  });

  it('with equal jobs half as long as with random ones, and for ever in full use', () => {
    const traffic = { utilization: 0.5, meanMs: 60 };
    // M/M/1: ρ / (1 - ρ) service times; M/D/1: half of that
    expect(meanWaitMs({ ...traffic, variation: 1 })).toBe(60);
    expect(meanWaitMs({ ...traffic, variation: 0 })).toBe(30);
    expect(meanWaitMs({ ...traffic, utilization: 0.999, variation: 1 })).toBeGreaterThan(50_000);
  });

  it.each([
    ['utilization', { utilization: 1, meanMs: 1, variation: 1 }],
    ['utilization', { utilization: -0.1, meanMs: 1, variation: 1 }],
    ['meanMs', { utilization: 0.5, meanMs: -1, variation: 1 }],
    ['variation', { utilization: 0.5, meanMs: 1, variation: NaN }],
  ])('%s out of range is refused', (name, traffic) => {
    expect(() => meanWaitMs(traffic)).toThrow(`traffic ${name}`);
  });
});
