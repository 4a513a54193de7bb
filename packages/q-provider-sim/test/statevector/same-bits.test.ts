import { createRandom, GATE_NAMES, GATES } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlotGate } from '../../src/engine/index.ts';
import { createCompiledState } from '../../src/statevector/index.ts';
import { ALWAYS, anyGate, gate, haveSameBits, PRECISIONS, run, SHRINKING } from './support.ts';

/** Gates of every kind at random angles. */
const randomGates = (qubits: number, count: number, seed: number): SlotGate[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const name = GATE_NAMES[random.below(GATE_NAMES.length)]!;
    const { qubits: width, params } = GATES[name];
    const order = Array.from({ length: qubits }, (_, q) => q);
    for (let k = 0; k < 4; k++) {
      const other = k + random.below(qubits - k);
      [order[k], order[other]] = [order[other]!, order[k]!];
    }
    const angles = Array.from({ length: params }, () => 7 * random.float());
    return gate(name, order.slice(0, width), angles, order.slice(width, width + random.below(3)));
  });
};

describe('the same bits', () => {
  it.each(PRECISIONS)('come from exact code and without WebAssembly: %s', (precision) => {
    const options = { ...ALWAYS, precision };
    const circuits = fc.integer({ min: 1, max: 10 }).chain((qubits) =>
      fc.tuple(
        fc.constant(qubits),
        fc.array(anyGate(qubits), { minLength: 1, maxLength: 60, size: 'max' }),
        fc.boolean(),
      ),
    );
    fc.assert(
      fc.property(circuits, ([qubits, gates, sweep]) => {
        const compiled = run(qubits, { ...options, sweep }, gates, gates);
        const interpreted = run(qubits, { ...options, sweep, wasm: false }, gates, gates);
        expect(haveSameBits(compiled, interpreted)).toBe(true);
      }),
      { ...SHRINKING, numRuns: 15 },
    );
  });

  it.each(PRECISIONS)('come from addresses of 32 and 64 bits: %s', (precision) => {
    for (const arithmetic of ['exact', 'fused'] as const) {
      for (const [qubits, seed] of [[6, 1], [9, 2], [12, 3]] as const) {
        const gates = randomGates(qubits, 60, seed);
        const options = { ...ALWAYS, precision, arithmetic };
        const narrow = run(qubits, { ...options, addressBits: 32 }, gates);
        const wide = run(qubits, { ...options, addressBits: 64 }, gates);
        expect(haveSameBits(wide, narrow)).toBe(true);
      }
    }
  });

  it('come from a list whatever was compiled before, and in a fresh state', () => {
    for (const sweep of [false, true]) {
      const options = { ...ALWAYS, sweep };
      const gates = randomGates(9, 40, 7);
      const first = run(9, options, gates);
      const state = createCompiledState(9, options);
      // more structures than are kept, some of the same gates at other angles
      for (let seed = 100; seed < 180; seed++) run(9, options, randomGates(9, 3, seed));
      for (let turn = 0; turn < 20; turn++) {
        const turned = gates.map((each) => ({ ...each, params: each.params.map((x) => x + turn) }));
        state.apply(turned);
        state.clear();
      }
      for (let twice = 0; twice < 2; twice++) {
        state.apply(gates);
        expect(haveSameBits(state.amplitudes(), first)).toBe(true);
        state.clear();
      }
      expect(haveSameBits(run(9, options, structuredClone(gates)), first)).toBe(true);
    }
  });

  it('do not come from two lists that differ in their angles only', () => {
    const [one, other] = [0.3, 0.4].map((angle) =>
      run(9, ALWAYS, [gate('rx', [0], [angle]), gate('rxx', [0, 8], [2 * angle])]),
    );
    expect(other![0]).not.toBe(one![0]);
    expect(one![0]).toBeCloseTo(Math.cos(0.15) * Math.cos(0.3), 12);
    expect(other![0]).toBeCloseTo(Math.cos(0.2) * Math.cos(0.4), 12);
  });
});
