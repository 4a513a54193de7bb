import { describe, expect, it } from 'vitest';
import {
  admitFlows,
  flow,
  FLOW_HORIZON_MAX,
  formatAdmission,
  hyperperiodOf,
} from '../../src/index.ts';
import { releasesIn } from '../../src/flows/releases.ts';

const every = (...periods: readonly number[]) => periods.map((period) => ({ period }));

describe('the hyperperiod of flows', () => {
  it('is the least common multiple of their periods', () => {
    expect(hyperperiodOf([])).toBe(1);
    expect(hyperperiodOf(every(7))).toBe(7);
    expect(hyperperiodOf(every(4, 6, 10))).toBe(60);
    expect(hyperperiodOf(every(2 ** 40, 2 ** 30, 2 ** 10))).toBe(2 ** 40);
  });

  it('is exact up to the last tick of a simulation, and infinite beyond', () => {
    // 2^25 · 2^25 - 1 has no divisor in common with either
    expect(hyperperiodOf(every(2 ** 25, 2 ** 25 - 1))).toBe(2 ** 50 - 2 ** 25);
    expect(hyperperiodOf(every(FLOW_HORIZON_MAX))).toBe(FLOW_HORIZON_MAX);
    expect(hyperperiodOf(every(2 ** 40, 3 ** 7))).toBe(Infinity);
    expect(hyperperiodOf(every(2 ** 40, 2 ** 40 - 1, 2 ** 40 - 3))).toBe(Infinity);
  });

  it('has so many releases', () => {
    // in 60 ticks 15 + 10 + 6
    expect(releasesIn(every(4, 6, 10), 60)).toBe(31);
    expect(releasesIn(every(4, 6, 10), 61)).toBe(34);
  });
});

it('a refusal calls flows what they are called', () => {
  const flows = [
    flow({ id: 1, ticks: 2, period: 10, deadline: 3 }),
    flow({ id: 2, ticks: 6, period: 20, section: 6 }),
  ];
  const named = formatAdmission(admitFlows(flows), (id) => ['lock', 'solve'][id - 1]!);
  expect(named).toBe(
    'refused: 2 ticks of work are due within 3, after 5 ticks of a window of solve',
  );
});
