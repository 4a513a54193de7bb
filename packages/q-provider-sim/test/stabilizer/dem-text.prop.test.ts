import { unwrap } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEM_TEXT_LIMITS,
  detectorErrorModel,
  DETECTOR_LIMITS,
  readErrorModel,
  surfaceCode,
  writeErrorModel,
  type DetectorErrorModel,
} from '../../src/stabilizer/index.ts';
import { modelOf, uniformNoise } from './support.ts';

const rowsOf = (model: DetectorErrorModel): readonly string[] =>
  Array.from(model.probabilities, (p, k) => {
    const set = Array.from(model.symptoms.slice(model.offsets[k], model.offsets[k + 1]));
    const names = set.map((s) => (s < model.detectors ? `D${s}` : `L${s - model.detectors}`));
    return `${p} ${names.join(' ')}`;
  });

const read = (text: string): DetectorErrorModel => unwrap(readErrorModel(text));

const complaint = (text: string): string => {
  const result = readErrorModel(text);
  return result.ok ? '' : `${result.fault.code} ${result.fault.message}`;
};

describe('error models as text', () => {
  it('survive writing and reading to the last bit', () => {
    const code = surfaceCode({ distance: 3, rounds: 3, basis: 'x' });
    const model = unwrap(detectorErrorModel(code, uniformNoise(0.003)));
    expect(read(writeErrorModel(model))).toEqual(model);
    const { coordinates: _, ...bare } = code;
    const plain = unwrap(detectorErrorModel(bare, uniformNoise(0.003)));
    expect(plain.coordinates).toBeNull();
    expect(read(writeErrorModel(plain))).toEqual(plain);
  });

  it('survive whatever the model', () => {
    const row = fc.tuple(
      fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true }),
      fc.uniqueArray(fc.nat(11), { minLength: 1 }).map((set) => set.sort((a, b) => a - b)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ([, set]) => set.join() }), (sorted) => {
        const compare = (a: readonly number[], b: readonly number[]): number => {
          const k = a.findIndex((value, i) => value !== b[i]);
          return k < 0 ? a.length - b.length : a[k]! - (b[k] ?? -1);
        };
        const model = modelOf(8, 4, sorted.sort(([, a], [, b]) => compare(a, b)));
        expect(read(writeErrorModel(model))).toEqual(model);
      }),
    );
  });

  it('are written as Stim writes them', () => {
    const model = modelOf(4, 2, [
      [0.125, [0, 1, 4]],
      [1e-7, [2]],
    ]);
    expect(writeErrorModel(model)).toBe(
      'error(0.125) D0 D1 L0\nerror(1e-7) D2\ndetector D3\nlogical_observable L1\n',
    );
    expect(writeErrorModel({ ...modelOf(2, 0, []), coordinates: [[1, 2.5, -3], []] })).toBe(
      'detector(1, 2.5, -3) D0\ndetector D1\n',
    );
    expect(writeErrorModel(modelOf(0, 0, []))).toBe('');
  });

  it('may use everything the format has', () => {
    const model = read(`
      # a comment
      ERROR(0.1) D0 D1 ^ D1 L0   # parts combine
      error[a tag](2.5e-1)\tD3
      detector(1, 2) D0
      repeat 2 {
          error(.5) D0 D2
          shift_detectors(10, 0.5) 1
          REPEAT 1 {
            detector(0, 0, 7) D0 D1
          }
      }
      logical_observable L2
      error(0) D9
      error(0.3)
      shift_detectors 0
    `);
    expect(rowsOf(model)).toEqual(['0.5 D0 D2', '0.1 D0 L0', '0.5 D1 D3', '0.25 D3']);
    // an error that never happens still says that there are detectors up to 9 + 2
    expect([model.detectors, model.observables]).toEqual([12, 3]);
    expect(model.coordinates!.slice(0, 5)).toEqual([
      [1, 2],
      [10, 0.5, 7],
      [20, 1, 7],
      [20, 1, 7],
      [],
    ]);
  });

  it('merge what is equal: p (1 - q) + q (1 - p)', () => {
    const model = read('error(0.1) D1 D0\nerror(0.2) D0 D1\nerror(0.5) D0 D0');
    expect(rowsOf(model)).toHaveLength(1);
    expect(model.probabilities[0]).toBeCloseTo(0.26, 14);
  });
});

describe('text that is no error model', () => {
  it.each([
    ['error(0.1) D0\nerror(1.5) D1', 'line 2: error takes one probability'],
    ['error D0', 'line 1: error takes one probability'],
    ['error(0.1, 0.2) D0', 'line 1: error takes one probability'],
    ['error(0x1) D0', 'line 1: 0x1 is not a number'],
    ['error(1e999) D0', 'line 1: 1e999 is not a number'],
    ['error(0.1 D0', 'line 1: ( without )'],
    ['error[x(0.1) D0', 'line 1: [ without ]'],
    ['error(0.1)D0', 'line 1: a space must precede D0'],
    ['error(0.1) X0', 'line 1: X0 is no target'],
    ['error(0.1) D-1', 'line 1: -1 is not a whole number'],
    ['error(0.1) D1.5', 'line 1: 1.5 is not a whole number'],
    ['detector(1) L0', 'line 1: L0 is out of place'],
    ['logical_observable D0', 'line 1: D0 is out of place'],
    ['shift_detectors(1)', 'line 1: shift_detectors takes one number'],
    ['repeat {\n}', 'line 1: repeat takes one number'],
    ['repeat 2\n', 'line 1: only repeat has a block'],
    ['error(0.1) D0 {\n}', 'line 1: only repeat has a block'],
    ['repeat 2 {\nerror(0.1) D0', 'a block is not closed'],
    ['}', 'line 1: } without a block'],
    ['tick', 'line 1: unknown instruction tick'],
    ['?', 'line 1: ? is no instruction'],
  ])('is refused with line and cause: %j', (text, message) => {
    expect(complaint(text)).toContain('FORMAT_UNKNOWN');
    expect(complaint(text)).toContain(message);
  });

  it('is refused within limits, at the limit and one past it', () => {
    const { detectorsMax, observablesMax } = DETECTOR_LIMITS;
    expect(complaint(`detector D${detectorsMax - 1}`)).toBe('');
    expect(complaint(`detector D${detectorsMax}`)).toContain('detectors');
    expect(complaint(`shift_detectors ${detectorsMax - 1}\nerror(0.1) D1`)).toContain('detectors');
    expect(complaint(`shift_detectors ${detectorsMax + 1}`)).toContain('detectors');
    expect(complaint(`logical_observable L${observablesMax - 1}`)).toBe('');
    expect(complaint(`logical_observable L${observablesMax}`)).toContain('observables');
    const { depthMax, stepsMax, argumentsMax, targetsMax } = DEM_TEXT_LIMITS;
    const nested = (depth: number): string => 'repeat 1 {\n'.repeat(depth) + '}\n'.repeat(depth);
    expect(complaint(nested(depthMax))).toBe('');
    expect(complaint(nested(depthMax + 1))).toContain('nest too deep');
    expect(complaint(`repeat ${stepsMax} {\n}`)).toContain('instructions');
    expect(complaint(`repeat ${10 ** 14} {\n}`)).toContain('instructions');
    const values = (count: number): string => `detector(${'0,'.repeat(count - 1)}0) D0`;
    expect(complaint(values(argumentsMax))).toBe('');
    expect(complaint(values(argumentsMax + 1))).toContain('too many arguments');
    expect(complaint(`error(0.1)${' D0'.repeat(targetsMax + 1)}`)).toContain('too many targets');
    expect(complaint(undefined as unknown as string)).toContain('a detector error model is text');
  });

  it('never throws, whatever is done to a text', () => {
    const code = surfaceCode({ distance: 2, rounds: 1, basis: 'z' });
    const model = unwrap(detectorErrorModel(code, uniformNoise(0.01)));
    const seed = `repeat 3 {\nshift_detectors(1, 2) 4\n}\n${writeErrorModel(model)}`;
    const piece = fc.constantFrom(
      '{', '}', '(', ')', '[', ']', '^', '#', '\n', ' ', 'D', 'L', '-', '.', ',', 'e9', '9', '\0',
      'repeat 5 {', 'error(1)', '\u{1f600}', '\r', 'D999999', 'shift_detectors 7',
    );
    const edit = fc.tuple(fc.nat(seed.length), fc.nat(12), fc.array(piece, { maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const text = edits.reduce(
          (old, [at, cut, put]) => old.slice(0, at) + put.join('') + old.slice(at + cut),
          seed,
        );
        const result = readErrorModel(text);
        if (!result.ok) {
          expect(result.fault.message).toMatch(/^line \d+: /);
          return;
        }
        // what was read is a model: it can be written and read again
        expect(read(writeErrorModel(result.value))).toEqual(result.value);
      }),
      { numRuns: 500 },
    );
  });
});
