import { CALLS, type AnyEvent, type Value } from '@xdv/domain-model';
import { run, simulatedParts } from 'xdv-kernel';
import { readTrace, nobleHasher } from '@xdv/replay';
import { describe, expect, it } from 'vitest';
import { graph as graphProcess, packGraph } from '../src/builtin/graph.ts';
import { createStyle, renderHistogram, renderTable, renderTimeline } from '../src/index.ts';
import { toAscii } from '../src/render/ascii.ts';
import { bar, sparkline } from '../src/render/histogram.ts';
import type { Output } from '../src/io.ts';
import type { Task } from '../src/program/task.ts';
import { resultText } from '../src/render/result.ts';
import { toJson } from '../src/render/json.ts';

const common = { domain: 'K', process: 1, capability: 0, contract: 0, outcome: 0, microstep: 0 };
const event = (tick: number, kind: string, data: readonly unknown[], more: object = {}): AnyEvent =>
  ({ ...common, seq: tick, tick, kind, data, ...more }) as unknown as AnyEvent;

/** Two jobs on r1, the first failed, in a contract that is given back early; K works at the end. */
const EVENTS: readonly AnyEvent[] = [
  event(0, 'resource.attached', [1, 'q-sim', 'ideal', 24], { domain: 'Q', process: 0 }),
  event(0, 'resource.attached', [2, 'phi-sim', 'sbm', 64], { domain: 'Phi', process: 0 }),
  event(0, 'contract.issued', [1, 1, 2, 100, 1000, 0], { domain: 'Q', contract: 1 }),
  event(100, 'job.started', [1, 60, 1, 400, new Uint8Array(0)], { domain: 'Q', contract: 1 }),
  event(400, 'job.ended', [1, new Uint8Array(0)], { domain: 'Q', contract: 1, outcome: 81 }),
  event(400, 'job.started', [2, 60, 1, 600, new Uint8Array(0)], { domain: 'Q', contract: 1 }),
  event(600, 'job.ended', [2, new Uint8Array(0)], { domain: 'Q', contract: 1 }),
  event(800, 'contract.released', [], { domain: 'Q', contract: 1 }),
  event(900, 'k.computed', [100], {}),
  event(1000, 'run.ended', [1], { process: 0 }),
];

describe('a timeline', () => {
  it('draws reservations, jobs and K over modelled time', () => {
    expect(renderTimeline(EVENTS, { tickNs: 1000, width: 59 }).split('\n')).toEqual([
      'time     0                        500 µs',
      '         ├────────────────────────┼───────────────────────┤',
      'K                                                     █████',
      'Q ideal       ████ j1 ✗ ████████ j2 ███░░░░░░░░░░',
    ]);
  });

  it('says which job calibrates (XDV-060.2)', () => {
    const calibrates = EVENTS.map((one) =>
      one.kind === 'job.started'
        ? event(one.tick, one.kind, one.data.with(1, CALLS['q.calibrate']), { domain: 'Q' })
        : one,
    );
    const text = renderTimeline(calibrates, { tickNs: 1000, width: 120 });
    expect(text).toContain(' j1 calibration ✗ ');
    expect(text).toContain(' j2 calibration ');
  });

  it('names its marks in round units', () => {
    const [labels, marks] = renderTimeline(EVENTS, { tickNs: 1000, width: 80 }).split('\n');
    expect(labels).toMatch(/^time {5}0 +200 µs +400 µs +600 µs +800 µs$/);
    expect(marks).toMatch(/^ {9}├─+┼─+┼─+┼─+┼─+┤$/);
  });

  it('leaves out resources that were not used', () => {
    expect(renderTimeline(EVENTS, { tickNs: 1000 })).not.toContain('sbm');
  });

  it.each([40, 80, 120])('stays within %i columns', async (width) => {
    const { trace } = await run(
      graphProcess,
      { ...packGraph(SQUARE), windowNs: 50_000, reads: 2, machine: null },
      simulatedParts(),
    );
    const { events } = readTrace(trace!, nobleHasher);
    for (const line of renderTimeline(events, { tickNs: 1000, width }).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('needs nothing but ASCII where that is all there is', () => {
    const text = toAscii(renderTimeline(EVENTS, { tickNs: 1000, unicode: false }));
    // oxlint-disable-next-line no-control-regex
    expect(text).toMatch(/^[\x00-\x7f]*$/);
    expect(text).toContain('j1 x');
  });

  it('draws a run in which nothing happened', () => {
    expect(renderTimeline([], { tickNs: 1000 })).toMatch(/^time/);
  });
});

const SQUARE = {
  vertices: 4,
  a: Int32Array.of(0, 1, 2, 0),
  b: Int32Array.of(1, 2, 3, 3),
  weight: Float64Array.of(1, 1, 1, 1),
};

describe('the result of a circuit', () => {
  const text = (errors: object) => {
    const result = { shots: 4, counts: [['0', 4]], ...errors };
    const output = { style: createStyle(false), width: 80 } as unknown as Output;
    return resultText({ format: 'qasm' } as Task, result as unknown as Value, output);
  };

  it('ends with what the device says of its errors, if it does (XDV-060.4)', () => {
    const errors = { predicted: 0.0314, budgetUsed: 0.5, revision: 2 };
    expect(text({ errors })!.split('\n').at(-1)).toBe(
      'calibration 2 predicts an error in 3.1 % of the shots, 50 % of the budget',
    );
    expect(text({})).not.toContain('calibration');
  });
});

describe('a histogram', () => {
  it('gives each row a bar, its count and its share', () => {
    const text = renderHistogram([['00', 25], ['11', 75]], { width: 40 });
    expect(text.split('\n')).toEqual([
      '  00 ███████▍               25  25.0 %',
      '  11 ██████████████████████ 75  75.0 %',
    ]);
  });

  it('keeps the largest rows, in their order, and says what is left out', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`n${i}`, i] as const);
    const lines = renderHistogram(rows, { rowsMax: 2 }).split('\n');
    expect(lines[0]).toContain('n18');
    expect(lines[1]).toContain('n19');
    expect(lines[2]).toContain('and 18 more outcomes, 153 counts in all');
  });

  it('shows a sliver for what is small and nothing for zero', () => {
    expect([bar(0), bar(0.01), bar(1), bar(2.5)]).toEqual(['', '▏', '█', '██▌']);
  });

  const ROWS = [['00', 25], ['01', 75]] as const;
  const COLUMNS = {
    header: ['register', 'n', 'ok'],
    cells: (name: string) => [name.repeat(10), name === '01' ? -12n : 3, 'yes'],
  };

  it('shows columns in place of names, numbers to the right', () => {
    expect(renderHistogram(ROWS, { width: 60, columns: COLUMNS }).split('\n')).toEqual([
      '  register                n  ok',
      '  00000000000000000000    3  yes ████▋          25  25.0 %',
      '  01010101010101010101  -12  yes ██████████████ 75  75.0 %',
    ]);
  });

  it.each([
    [49, '  0000000..000000    3  yes ██▋      25  25.0 %'],
    [40, '  00000..0000    3 ██▋      25  25.0 %'],
    [1, '  000..000 ██▋      25  25.0 %'],
  ])('cuts the widest columns in their middle for a width of %i', (width, row) => {
    expect(renderHistogram(ROWS, { width, columns: COLUMNS }).split('\n')[1]).toBe(row);
  });

  it('counts the columns that have no room', () => {
    const last = (width: number) =>
      renderHistogram(ROWS, { width, columns: COLUMNS }).split('\n').at(-1);
    expect([40, 1].map(last)).toEqual(['  … and 1 more column', '  … and 2 more columns']);
  });

  it('draws no rows', () => {
    expect(renderHistogram([])).toBe('');
  });
});

describe('small renderers', () => {
  it('a table aligns numbers to the right and ignores colours in widths', () => {
    const { red } = createStyle(true);
    const text = renderTable(['name', 'n'], [[red('a'), 5], ['bcdefg', 12]]);
    // oxlint-disable-next-line no-control-regex
    expect(text.replace(/\u001b\[\d+m/g, '').split('\n')).toEqual([
      'name     n',
      '──────  ──',
      'a        5',
      'bcdefg  12',
    ]);
  });

  it('a sparkline goes from the lowest to the highest value', () => {
    expect(sparkline([0, 7, 3.5])).toBe('▁█▅');
    expect(sparkline([2, 2])).toBe('▁▁');
  });

  it('JSON has bytes as hexadecimal, typed arrays as lists, and no null for Infinity', () => {
    const value = { bytes: Uint8Array.of(1, 255), spins: Int8Array.of(-1, 1), t: Infinity };
    expect(toJson(value)).toBe('{"bytes":"01ff","spins":[-1,1],"t":"Infinity"}');
  });
});
