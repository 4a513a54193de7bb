import { describe, expect, test } from 'vitest';
import { measureCell, type CellResult, type Timing } from '../../bench/cells.ts';
import type { Precision } from '../../bench/published.ts';
import { disagreements, executionTable, summaryTable } from '../../bench/report.ts';

const timing = (ms: number, passes: number | null = 4): Timing => ({
  cold: { planMs: 1, compileMs: 2, firstMs: ms, totalMs: 3 + ms },
  runs: [1.1 * ms, ms, 1.2 * ms],
  passes,
  check: 0.5,
});

const cellOf = (precision: Precision, oursMs: number, prototypeMs: number | null): CellResult => ({
  name: 'rqc',
  qubits: 24,
  precision,
  threads: 1,
  rounds: 3,
  starts: 1,
  ours: timing(oursMs),
  oursDefault: timing(oursMs),
  oursExact: timing(oursMs),
  againMs: 0.5,
  prototype:
    prototypeMs === null ? null : { runs: [prototypeMs], coldMs: 2 * prototypeMs, check: 0.5 },
  bandwidth: timing(50, 2),
});

const cellsOfTable = (text: string, row: number): string[] => text.split('\n')[row]!.split(/ {2,}/);

describe('the table of a run', () => {
  test('derives other simulators through the prototype of the same run', () => {
    // published: qsim 1.47 s where the prototype took 0.834 s, which here took 417 ms
    const [head, row] = [0, 1].map((at) =>
      cellsOfTable(executionTable([cellOf('c64', 100, 417)]), at),
    );
    const value = (column: string): string => row![head!.indexOf(column)]!;
    expect(value('ours')).toBe('100');
    expect(value('proto/ours')).toBe('4.17');
    expect(value('qsim/ours')).toBe('7.35');
    expect(value('spread')).toBe('10%');
  });

  test('bounds by passes times the time of one measured pass', () => {
    const [head, row] = [0, 1].map((at) =>
      cellsOfTable(executionTable([cellOf('c64', 400, null)]), at),
    );
    const value = (column: string): string => row![head!.indexOf(column)]!;
    expect([value('one pass'), value('bound')]).toEqual(['25.0', '100']);
    expect(value('ours/bound')).toBe('4.00');
    expect([value('prototype'), value('qsim/ours')]).toEqual(['-', '-']);
  });

  test('takes geometric means over the circuits of one size and precision', () => {
    const cells = [cellOf('c64', 100, 400), cellOf('c64', 100, 100), cellOf('c128', 100, 900)];
    const lines = summaryTable(cells).split('\n');
    expect(lines[1]).toMatch(/^prototype\/ours c64 +2\.00 \(1\.00 of 2\)$/);
    expect(lines[2]).toMatch(/^prototype\/ours c128 +9\.00 \(9\.00 of 1\)$/);
  });

  test('names the cells whose sides disagree, NaN included', () => {
    const right = cellOf('c128', 1, 1);
    const wrong = { ...right, prototype: { ...right.prototype!, check: 0.5 + 1e-8 } };
    const broken = { ...right, ours: { ...right.ours, check: NaN } };
    expect(disagreements([right])).toEqual([]);
    expect(disagreements([right, wrong, broken])).toHaveLength(2);
  });

  test('is measured in processes of their own, whose results agree', async () => {
    const sizes = { name: 'vqe', qubits: 6, precision: 'c128', threads: 1 } as const;
    const cell = await measureCell({ ...sizes, rounds: 2, starts: 1 });
    expect(cell.ours.runs.length).toBeGreaterThanOrEqual(2);
    expect(disagreements([cell])).toEqual([]);
  });
});
