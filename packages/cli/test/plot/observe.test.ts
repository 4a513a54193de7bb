import { describe, expect, it } from 'vitest';
import { isingEnergy, isingProblem, unwrap } from '@xdv/domain-model';
import { compileIsing, createMachine, MACHINE_KINDS } from '@xdv/phi-provider-sim/engine';
import { observeRead } from '../../src/plot/observe.ts';
import { fakeMachine } from './support.ts';

const ring = (spins: number) =>
  isingProblem(
    spins,
    Array.from({ length: spins }, (_, i) => [i, (i + 1) % spins, -1] as const),
  );

describe('a read that is observed', () => {
  it('is one whole read: all steps, the schedule from 0 to 1 without a gap', () => {
    const { machine, calls } = fakeMachine(6);
    observeRead(machine, ring(6), 42, 3980);
    const [start, ...advances] = calls;
    expect(start).toEqual(['start', 42]);
    let [steps, place] = [0, 0];
    for (const call of advances) {
      if (call[0] !== 'advance') throw new Error('started twice');
      expect(call[2]).toBe(place);
      steps += call[1];
      place = call[3];
      expect(place).toBe(steps / 3980);
    }
    expect([steps, place]).toEqual([3980, 1]);
  });

  it('has its energies and positions at moments from the start to the end', () => {
    const read = observeRead(fakeMachine(6).machine, ring(6), 1, 1000);
    expect(read.moments[0]).toBe(0);
    expect(read.moments.at(-1)).toBe(1000);
    expect(read.energies).toHaveLength(read.moments.length);
    expect(new Set(read.energies)).toEqual(new Set([-6]));
    expect(Array.from(read.snapshots.start.x)).toEqual([0, -0, 0, -0, 0, -0]);
    expect(Array.from(read.snapshots.half.x)).toEqual([0.5, -0.5, 0.5, -0.5, 0.5, -0.5]);
    expect(Array.from(read.snapshots.end.x)).toEqual([1, -1, 1, -1, 1, -1]);
  });

  it('averages what is faster than its moments', () => {
    const { tracks, moments, looks } = observeRead(fakeMachine(2).machine, ring(2), 1, 1600);
    expect(looks).toBe(8);
    expect(moments[1]).toBe(10);
    // eight looks on the way from 0 to 10 steps, at 1, 3, 4, 5, 6, 8, 9 and 10
    expect(tracks[1]!.x[0]).toBeCloseTo(46 / 8 / 1600, 12);
  });

  it('looks less often at very many oscillators, and once where there is no time between', () => {
    expect(observeRead(fakeMachine(50_000).machine, ring(50_000), 1, 400).looks).toBe(1);
    expect(observeRead(fakeMachine(2).machine, ring(2), 1, 160).looks).toBe(1);
    expect(observeRead(fakeMachine(2).machine, ring(2), 1, 480).looks).toBe(3);
  });

  it.each([1, 2, 159, 160, 161])('looks at no step twice in a read of %i steps', (steps) => {
    const { moments } = observeRead(fakeMachine(3).machine, ring(3), 1, steps);
    expect(moments).toHaveLength(Math.min(steps, 160) + 1);
    expect(moments).toEqual([...new Set(moments)].toSorted((a, b) => a - b));
  });

  it('follows as many oscillators as a picture can show, spread over all', () => {
    const read = observeRead(fakeMachine(5000).machine, ring(5000), 1, 10);
    expect(read.followed).toHaveLength(100);
    expect(read.followed[50]).toBe(2500);
    expect(read.pictured).toHaveLength(600);
    expect(read.tracks[3]!.x).toHaveLength(100);
  });

  it.each(MACHINE_KINDS)('on the machine %s ends at the energy of its spins', (kind) => {
    const problem = ring(12);
    const machine = createMachine(unwrap(compileIsing(problem)), kind);
    const read = observeRead(machine, problem, 7, 400);
    expect(read.kind).toBe(kind);
    expect(read.energies.at(-1)).toBe(isingEnergy(problem, read.spinsAtEnd));
    expect(read.energies.at(-1)).toBeLessThan(read.energies[0]!);
  });
});
