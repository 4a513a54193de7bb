import * as fc from 'fast-check';
import { it, expect } from 'vitest';
import { createCoherence } from '../../src/coherence/index.ts';
import { createEventHeap } from '../../src/network/event-heap.ts';
import {
  createLockDetector,
  createOscillatorNetwork,
  createPulseNetwork,
  orderParameter,
} from '../../src/network/index.ts';

const angle = fc.double({ min: -3, max: 3, noNaN: true });
const oscillator = fc.record({ phase: angle, frequency: angle });
const oscillators = fc.array(oscillator, { minLength: 1, maxLength: 12 });
const strength = fc.double({ min: -3, max: 3, noNaN: true });
type Oscillators = readonly { readonly phase: number; readonly frequency: number }[];

const moved = (list: Oscillators, coupling: number, steps = 20): Float64Array => {
  const network = createOscillatorNetwork({
    frequencies: Float64Array.from(list, ({ frequency }) => frequency),
    phases: Float64Array.from(list, ({ phase }) => phase),
    coupling: { kind: 'all', strength: coupling },
    timeStepS: 0.02,
    seed: 1,
  });
  network.advance(steps);
  return network.unwrappedPhases();
};

it('only phase differences matter: turned starts give turned ends', () => {
  fc.assert(
    fc.property(oscillators, strength, angle, (list, coupling, by) => {
      const turned = list.map(({ phase, frequency }) => ({ phase: phase + by, frequency }));
      const ends = moved(list, coupling);
      for (const [i, end] of moved(turned, coupling).entries()) {
        expect(end).toBeCloseTo(ends[i]! + by, 8);
      }
    }),
  );
});

it('no oscillator is special: a network in another order moves in that order', () => {
  fc.assert(
    fc.property(oscillators, strength, (list, coupling) => {
      const ends = moved(list, coupling).toReversed();
      for (const [i, end] of moved(list.toReversed(), coupling).entries()) {
        expect(end).toBeCloseTo(ends[i]!, 8);
      }
    }),
  );
});

it('without lag, the mean frequency is that of the oscillators alone', () => {
  fc.assert(
    fc.property(oscillators, strength, (list, coupling) => {
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const expected = mean(list.map(({ phase, frequency }) => phase + 0.4 * frequency));
      expect(mean(Array.from(moved(list, coupling)))).toBeCloseTo(expected, 9);
    }),
  );
});

it('an order parameter is at most 1, and 1 for equal phases', () => {
  fc.assert(
    fc.property(fc.array(angle, { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (list, m) => {
      const { r } = orderParameter(Float64Array.from(list), m);
      expect(r).toBeLessThanOrEqual(1 + 1e-12);
      expect(orderParameter(Float64Array.from(list, () => list[0]!), m).r).toBeCloseTo(1, 12);
    }),
  );
});

it('a lock detector does not see by how many whole cycles a phase error is off', () => {
  const errors = fc.array(fc.double({ min: -20, max: 20, noNaN: true }));
  fc.assert(
    fc.property(errors, fc.integer({ min: -5, max: 5 }), (list, cycles) => {
      const [plain, off] = [0, cycles].map((by) => {
        const lock = createLockDetector({ toleranceRad: 2, observations: 2 });
        const states = list.map((error) => lock.observe(error + 2 * Math.PI * by));
        return { states, slips: lock.cycleSlips() };
      });
      expect(off).toEqual(plain);
    }),
  );
});

it('an event heap knows the earliest time, the lowest item of several, as times change', () => {
  const time = fc.integer({ min: 0, max: 12 });
  const starts = fc.array(time, { minLength: 1, maxLength: 20 });
  const change = fc.record({ item: fc.nat(), time });
  fc.assert(
    fc.property(starts, fc.array(change, { maxLength: 60 }), (times, changes) => {
      const heap = createEventHeap(Float64Array.from(times));
      const plain = [...times];
      for (const { item, time: at } of [{ item: 0, time: times[0]! }, ...changes]) {
        plain[item % plain.length] = at;
        heap.setTime(item % plain.length, at);
        const earliest = Math.min(...plain);
        expect(heap.first()).toBe(plain.indexOf(earliest));
        expect(heap.timeOf(heap.first())).toBe(earliest);
      }
    }),
  );
});

it('pulse-coupled phases stay from 0 to 1 and time does not go back', () => {
  const phases = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
    minLength: 1,
    maxLength: 9,
  });
  fc.assert(
    fc.property(phases, fc.double({ min: 1e-4, max: 1, noNaN: true }), (list, lifted) => {
      const start = Float64Array.from(list);
      const setup = { oscillators: list.length, strength: lifted, phases: start, seed: 1 };
      const network = createPulseNetwork(setup);
      let time = 0;
      for (let k = 0; k < 50; k++) {
        const fired = network.fire();
        const now = network.phases();
        expect(now.every((phase) => phase >= 0 && phase <= 1)).toBe(true);
        expect(now.filter((phase) => phase < 1e-12).length).toBeGreaterThanOrEqual(fired);
        expect(network.time()).toBeGreaterThanOrEqual(time);
        time = network.time();
      }
    }),
  );
});

it('a phase path has one value at each time, in whatever order times are asked', () => {
  const time = fc.integer({ min: 0, max: 2 ** 40 });
  fc.assert(
    fc.property(fc.integer(), fc.array(time, { minLength: 2 }), (seed, times) => {
      const make = (): ReturnType<typeof createCoherence> =>
        createCoherence({ linewidthHz: 10, toleranceRad: 1, seed });
      const [once, again] = [make(), make()];
      const values = times.map((at) => once.phaseErrorRad(at));
      const reversed = times.toReversed().map((at) => again.phaseErrorRad(at));
      expect(reversed.toReversed()).toEqual(values);
      expect(values.every(Number.isFinite)).toBe(true);
    }),
  );
});
