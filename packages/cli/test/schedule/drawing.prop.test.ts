import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestFirst } from '@xdv/scheduler';
import { generateLublin, measure, simulate } from '@xdv/scheduler/lab';
import { closedSpans } from '../../src/schedule/gantt/closed.ts';
import { packUnits } from '../../src/schedule/gantt/packing.ts';
import { rowsOf } from '../../src/schedule/gantt/rows.ts';
import { extentOf } from '../../src/schedule/holds.ts';
import { createLevels } from '../../src/schedule/levels.ts';
import { queueOf, utilizationOf } from '../../src/schedule/plots/time-panel.ts';
import { timeMarks } from '../../src/schedule/time-text.ts';

const CAPACITY = 8;

const spans = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 90 }),
    ticks: fc.integer({ min: 1, max: 40 }),
    units: fc.integer({ min: 1, max: CAPACITY }),
  }),
  { maxLength: 60 },
);

/** Those of the spans that fit beside the ones before them, in order of start. */
const feasible = (wanted: readonly { from: number; ticks: number; units: number }[]) => {
  const busy = new Uint8Array(200);
  return wanted
    .toSorted((a, b) => a.from - b.from)
    .flatMap(({ from, ticks, units }, job) => {
      const to = from + ticks;
      for (let t = from; t < to; t++) if (busy[t]! + units > CAPACITY) return [];
      for (let t = from; t < to; t++) busy[t]! += units;
      return [{ job, resource: 0, units, from, to }];
    });
};

describe('bars of a Gantt chart', () => {
  it('have as many units as the job, of which no other bar has any at the time', () => {
    fc.assert(
      fc.property(spans, (wanted) => {
        const holds = feasible(wanted);
        const owner = new Map<string, number>();
        for (const [i, pieces] of packUnits(holds, CAPACITY).entries()) {
          const { from, to, units } = holds[i]!;
          expect(pieces.reduce((sum, piece) => sum + piece.units, 0)).toBe(units);
          for (const piece of pieces) {
            for (let unit = piece.unit; unit < piece.unit + piece.units; unit++) {
              expect(unit).toBeLessThan(CAPACITY);
              for (let t = from; t < to; t++) {
                expect(owner.has(`${unit} ${t}`)).toBe(false);
                owner.set(`${unit} ${t}`, i);
              }
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are in one piece wherever a row of units is free', () => {
    const hold = { job: 0, resource: 0, from: 0, to: 10 };
    const [first, second, third] = packUnits(
      [
        { ...hold, units: 2 },
        { ...hold, units: 1 },
        { ...hold, units: 5, from: 10, to: 20 },
      ],
      6,
    );
    expect(first).toEqual([{ unit: 0, units: 2 }]);
    expect(second).toEqual([{ unit: 2, units: 1 }]);
    expect(third).toEqual([{ unit: 0, units: 5 }]);
  });
});

describe('levels over time', () => {
  it('are the mean in every bin, whatever lies where', () => {
    const window = { from: 10, to: 110 };
    fc.assert(
      fc.property(spans, fc.constantFrom(1, 4, 7, 100), (all, bins) => {
        const levels = createLevels(window, bins);
        for (const { from, ticks, units } of all) levels.add(from, from + ticks, units);
        const width = 100 / bins;
        const means = levels.means();
        for (let bin = 0; bin < bins; bin++) {
          const [low, high] = [10 + bin * width, 10 + (bin + 1) * width];
          const sum = all.reduce((area, { from, ticks, units }) => {
            const common = Math.min(high, from + ticks) - Math.max(low, from);
            return area + Math.max(0, common) * units;
          }, 0);
          expect(means[bin]).toBeCloseTo(sum / width, 6);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('closures', () => {
  it('are drawn where they are: every tick of the window is closed as the calendar has it', () => {
    const closure = fc.record({
      start: fc.integer({ min: 0, max: 150 }),
      ticks: fc.integer({ min: 1, max: 20 }),
      every: fc.constantFrom(0, 21, 30, 50),
    });
    const window = { from: 40, to: 140 };
    fc.assert(
      fc.property(fc.array(closure, { maxLength: 5 }), (closures) => {
        const drawn = closedSpans(closures, window, 0);
        for (let tick = window.from; tick < window.to; tick++) {
          const closed = closures.some(({ start, ticks, every }) => {
            const since = every === 0 ? tick - start : (tick - start) % every;
            return tick >= start && since < ticks;
          });
          expect(drawn.some(({ from, to }) => from <= tick && tick < to)).toBe(closed);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('too close to be told apart become one span of their share, however many they are', () => {
    const every = { start: 0, ticks: 1, every: 4 };
    const window = { from: 0, to: 1e12 };
    expect(closedSpans([every], window, 1e9)).toEqual([{ ...window, share: 0.25 }]);
  });
});

describe('marks of time', () => {
  it('are round, in order, within the axis, and not too many', () => {
    const from = fc.integer({ min: 0, max: 1e15 });
    const span = fc.integer({ min: 10, max: 1e15 });
    fc.assert(
      fc.property(from, span, (start, length) => {
        const { unitNs, marks } = timeMarks(start, start + length, 11);
        const slack = length / 1e5;
        expect(marks.length).toBeGreaterThan(1);
        expect(marks.length).toBeLessThanOrEqual(12);
        for (const [i, mark] of marks.entries()) {
          expect(Number.isInteger(mark)).toBe(true);
          expect(mark * unitNs).toBeGreaterThanOrEqual(start - slack);
          expect(mark * unitNs).toBeLessThanOrEqual(start + length + slack);
          if (i > 0) expect(mark).toBeGreaterThan(marks[i - 1]!);
        }
      }),
    );
  });
});

describe('what is drawn over time', () => {
  const schedule = simulate(generateLublin({ jobs: 400, nodes: 32 }), { policy: shortestFirst });
  const extent = extentOf(schedule);
  const meanOf = (levels: Float64Array): number =>
    levels.reduce((sum, level) => sum + level, 0) / levels.length;

  it('has the utilization of the report as its mean', () => {
    const drawn = meanOf(utilizationOf(schedule, extent, 37));
    expect(drawn).toBeCloseTo(measure(schedule).utilization.domains.K, 9);
  });

  it('has as many jobs in the queue as wait (Little 1961)', () => {
    const area = meanOf(queueOf(schedule, extent, 37)) * (extent.to - extent.from);
    expect(area / 400).toBeCloseTo(measure(schedule).waiting.mean, 3);
  });

  it('has bars as long and as high as what was held', () => {
    const [row] = rowsOf(schedule, 1, extent, 1000);
    const area = row!.bars!.reduce((sum, { units, from, to }) => sum + units * (to - from), 0);
    const held = measure(schedule).utilization.domains.K * 32 * (extent.to - extent.from);
    expect(area).toBeCloseTo(held, 3);
  });
});
