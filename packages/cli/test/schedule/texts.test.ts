import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createContext } from '../../src/commands/context.ts';
import { capacity, span, ticksOf } from '../../src/schedule/flags.ts';
import { foldTable } from '../../src/schedule/fold-table.ts';
import { slowdownRows } from '../../src/schedule/histogram.ts';
import { commandText } from '../../src/schedule/next-step.ts';
import { nearest } from '../../src/schedule/suggestion.ts';
import { spanText } from '../../src/schedule/time-text.ts';

describe('a span of time', () => {
  it.each([
    [0, '0 s'],
    [999, '999 ns'],
    [1500, '1.5 µs'],
    [59e9, '59 s'],
    [60e9, '1 min'],
    [90e9, '1.5 min'],
    [3600e9, '1 h'],
    [86_400e9, '1 d'],
    [1e18, '11,574 d'],
    [59.99e9, '1 min'],
  ])('of %d ns reads %s', (spanNs, text) => {
    expect(spanText(spanNs)).toBe(text);
  });

  it.each([
    ['10s', 10_000],
    ['15min', 900_000],
    ['2h', 7_200_000],
    ['1.5d', 129_600_000],
    ['250us', 0],
    ['500us', 1],
    ['42', 42],
  ])('%s is %d ticks of a millisecond', (text, ticks) => {
    expect(ticksOf(span(text), 1e6)).toBe(ticks);
  });

  const WRONG = ['', 's', '-1s', '1.5', '1e3', '10 s', '9999999999999999', '1y'];
  it.each(WRONG)('%j is none', (text) => {
    expect(() => span(text)).toThrow('Expected a span such as');
  });
});

describe('units of a resource', () => {
  it('may name it, also with a = in the name', () => {
    expect(capacity('8')).toEqual({ name: undefined, units: 8 });
    expect(capacity('a=b=8')).toEqual({ name: 'a=b', units: 8 });
  });

  it.each(['0', '-1', 'x', '=3', 'a=', '1048577', '1.5'])('%j are none', (text) => {
    expect(() => capacity(text)).toThrow('Expected a number from 1 to 1048576');
  });
});

describe('a folded table', () => {
  const table = {
    header: ['row', 'one', 'second', 'x'],
    rows: [
      ['a', '1', '22.5 h', '7'],
      ['long name', '333', '1 s', '8'],
    ],
    labels: 1,
  };

  it('has names to the left and figures to the right', () => {
    expect(foldTable(table, 80).split('\n')).toEqual([
      'row        one  second  x',
      '─────────  ───  ──────  ─',
      'a            1  22.5 h  7',
      'long name  333     1 s  8',
    ]);
  });

  it('goes on below where it is too wide, with the names again', () => {
    const parts = foldTable(table, 22).split('\n\n');
    expect(parts.map((part) => part.split('\n')[0])).toEqual([
      'row        one  second',
      'row        x',
    ]);
  });

  it('shows one column at least, however narrow', () => {
    expect(foldTable(table, 1).split('\n\n')).toHaveLength(3);
  });
});

describe('the spread of slow-downs', () => {
  it('counts each in the row that it falls in, bounds to the row below', () => {
    expect(slowdownRows([1, 1, 1.5, 2, 2.01, 5, 1000, 1001])).toEqual([
      ['1', 2],
      ['1 to 2', 2],
      ['2 to 5', 2],
      ['5 to 10', 0],
      ['10 to 20', 0],
      ['20 to 50', 0],
      ['50 to 100', 0],
      ['100 to 1,000', 1],
      ['1,000 to 10,000', 1],
    ]);
  });

  it('has a last row for what is beyond all others', () => {
    expect(slowdownRows([1e9]).at(-1)).toEqual(['over 10,000', 1]);
  });
});

describe('a suggestion', () => {
  it.each([
    ['sfj', 'sjf'],
    ['FCFS', 'fcfs'],
    ['fidelty', 'fidelity'],
    ['energie', 'energy'],
    ['xyz', undefined],
    ['', undefined],
    ['f'.repeat(5000), undefined],
  ])('for %j is %s', (text, meant) => {
    expect(nearest(text, ['fcfs', 'sjf', 'edf', 'fidelity', 'energy'])).toBe(meant);
  });
});

it('a command is written so that a shell reads it as it was', () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdout, stderr, env: {}, cwd: '/', onInterrupt: () => () => 0, exit: () => 0 };
  const text = commandText(createContext(io), ['--workload', "it's a log.swf", '--load', '1.5']);
  expect(text).toMatch(/xdv schedule simulate --workload 'it'\\''s a log\.swf' --load 1\.5$/);
});
