import { circuit, type Circuit } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineMap } from '../../src/transpile/index.ts';
import { distribution } from '../dense.ts';
import { arbitraryCircuit } from '../support.ts';
import { deviceOf, SUPERCONDUCTING, transpiled } from './support.ts';

/** The largest difference between the probabilities of an outcome. */
const differs = (a: Circuit, b: Circuit): number => {
  const [x, y] = [distribution(a), distribution(b)];
  const outcomes = [...new Set([...x.keys(), ...y.keys()])];
  return Math.max(...outcomes.map((key) => Math.abs((x.get(key) ?? 0) - (y.get(key) ?? 0))));
};

describe('a transpiled circuit with measurements and conditions (XDV-060.1)', () => {
  for (const native of [SUPERCONDUCTING, 'rz rx rxx']) {
    it(`has the outcomes of the original in ${native}`, () => {
      const device = deviceOf(4, native, lineMap(4));
      fc.assert(
        fc.property(arbitraryCircuit(4, 3, 8), fc.nat(100), (program, seed) => {
          const result = transpiled(program, device, { seed, trials: 2 });
          expect(differs(program, result.circuit)).toBeLessThan(1e-9);
        }),
        { numRuns: 30 },
      );
    });

    it(`has the outcomes of the original when it is scheduled in ${native}`, () => {
      const device = deviceOf(4, native, lineMap(4));
      fc.assert(
        fc.property(arbitraryCircuit(4, 3, 8), fc.nat(3), (program, choice) => {
          const schedule = choice % 2 === 0 ? 'asap' : 'alap';
          const decouple = choice < 2 ? 'x2' : 'xy4';
          const result = transpiled(program, device, { trials: 1, schedule, decouple });
          expect(differs(program, result.circuit)).toBeLessThan(1e-9);
        }),
        { numRuns: 30 },
      );
    });
  }

  it('ends each branch with the layout that it began with', () => {
    const program = circuit(4)
      .h(0)
      .cx(0, 1)
      .cx(1, 2)
      .cx(2, 3)
      .measure(0, 0)
      .if(0, (body) => body.cx(0, 3).x(1), { otherwise: (body) => body.cx(0, 2).h(3) })
      .cx(0, 1)
      .cx(2, 3)
      .measureAll()
      .build();
    const result = transpiled(program, deviceOf(4, SUPERCONDUCTING, lineMap(4)));
    expect(result.swaps).toBeGreaterThan(0);
    expect(differs(program, result.circuit)).toBeLessThan(1e-9);
  });

  it('keeps the order of operations on one classical bit', () => {
    const device = deviceOf(4, SUPERCONDUCTING, lineMap(4));
    // the first measurement waits for swaps, what comes after it does not
    const start = circuit(4, 2).x(0).cx(0, 3).measure(0, 0);
    const again = start.measure(1, 0).build();
    const options = { layout: [0, 1, 2, 3] };
    const twice = transpiled(again, device, options);
    expect([...distribution(twice.circuit)]).toEqual([['00', expect.closeTo(1)]]);
    const asked = circuit(4, 2)
      .x(0).cx(0, 3).measure(0, 0)
      .if(0, (body) => body.x(1))
      .measure(1, 1)
      .build();
    const { circuit: placed } = transpiled(asked, device, options);
    expect([...distribution(placed)]).toEqual([['11', expect.closeTo(1)]]);
  });
});
