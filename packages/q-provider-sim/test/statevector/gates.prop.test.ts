import { GATE_NAMES, GATES } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlotGate } from '../../src/engine/index.ts';
import { createCompiledState } from '../../src/statevector/index.ts';
import { evolved, zeroState } from './mathematics.ts';
import {
  addable,
  ALWAYS,
  anyAngle,
  anyOrder,
  distance,
  gate,
  PRECISIONS,
  run,
  SHRINKING,
  TOLERANCE,
} from './support.ts';

const WAYS = {
  exact: ALWAYS,
  fused: { ...ALWAYS, arithmetic: 'fused' },
  'for all angles': { ...ALWAYS, sweep: true },
  'without WebAssembly': { ...ALWAYS, wasm: false },
} as const;

const angles = fc.tuple(anyAngle, anyAngle, anyAngle).map(addable);

/** Gates that make some of the qubits of |0…0⟩ anything; the others stay 0 or follow. */
const anyPreparation = (qubits: number): fc.Arbitrary<SlotGate[]> =>
  fc
    .tuple(
      fc.array(angles, { minLength: qubits, maxLength: qubits }),
      fc.subarray(Array.from({ length: qubits }, (_, q) => q)),
      anyOrder(qubits),
    )
    .map(([params, turned, order]) => [
      ...turned.map((q) => gate('u', [q], params[q])),
      ...order.slice(1).map((q, k) => gate('x', [q], [], [order[k]!])),
    ]);

/** Calls `check` with any state, and the gate at any place among as few qubits as it takes. */
const everywhere = (
  { name, controls }: { name: (typeof GATE_NAMES)[number]; controls: number },
  check: (qubits: number, preparation: readonly SlotGate[], list: readonly SlotGate[]) => void,
): void => {
  const { qubits: width, params } = GATES[name];
  const least = Math.max(1, width + controls);
  const cases = fc.integer({ min: least, max: least + 1 }).chain((qubits) =>
    fc.tuple(fc.constant(qubits), anyPreparation(qubits), anyOrder(qubits), angles),
  );
  fc.assert(
    fc.property(cases, ([qubits, preparation, order, values]) => {
      const [targets, rest] = [order.slice(0, width), order.slice(width)];
      const one = gate(name, targets, values.slice(0, params), rest.slice(0, controls));
      check(qubits, preparation, [one]);
    }),
    { ...SHRINKING, numRuns: controls === 5 ? 1 : 2 },
  );
};

describe('a compiled gate', () => {
  it.each(GATE_NAMES)('%s acts as its OpenQASM 3 matrix under any controls', (name) => {
    for (const controls of [0, 1, 2, 5]) {
      everywhere({ name, controls }, (qubits, preparation, list) => {
        const expected = evolved(zeroState(qubits), [...preparation, ...list]);
        for (const precision of PRECISIONS) {
          for (const [way, options] of Object.entries(WAYS)) {
            const actual = run(qubits, { ...options, precision }, preparation, list);
            const where = `${precision} ${way}, ${controls} controls`;
            expect(distance(actual, expected), where).toBeLessThan(TOLERANCE[precision]);
          }
        }
      });
    }
  });

  it('acts on no qubits at all', () => {
    for (const options of Object.values(WAYS)) {
      const actual = run(0, options, [gate('gphase', [], [Math.PI / 2])]);
      expect(distance(actual, [0, 1])).toBeLessThan(1e-15);
    }
  });

  it('acts with more controls than any program holds, as on the plain engine', () => {
    const controls = [0, 1, 2, 3, 4, 5, 6, 8];
    const list = [...controls.map((q) => gate('h', [q])), gate('u', [7], [1, 2, 3], controls)];
    const expected = evolved(zeroState(9), list);
    for (const options of Object.values(WAYS)) {
      expect(distance(run(9, options, list), expected)).toBeLessThan(1e-10);
    }
  });

  it('makes the qubits that it names live, and refuses those that there is no memory for', () => {
    const state = createCompiledState(3, ALWAYS);
    state.clear(1);
    state.apply([gate('x', [2])]);
    expect(state.width).toBe(3);
    expect(state.amplitudes()[2 * 0b100]).toBe(1);
    expect(() => state.apply([gate('x', [3])])).toThrow('widened past the memory');
  });
});
