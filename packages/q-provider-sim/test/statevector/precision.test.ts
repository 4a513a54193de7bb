import { createRandom } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createState, type SlotGate } from '../../src/engine/index.ts';
import { createCompiledState } from '../../src/statevector/index.ts';
import { ALWAYS, distance, EVERY_WAY, gate, run } from './support.ts';

/** General turns between controlled NOTs of any pairs. */
const deepCircuit = (qubits: number, layers: number, seed: number): SlotGate[] => {
  const random = createRandom(seed);
  const angle = (): number => 6.3 * random.float();
  return Array.from({ length: layers }, () => {
    const turns = Array.from({ length: qubits }, (_, q) =>
      gate('u', [q], [angle(), angle(), angle()]),
    );
    const [control, by] = [random.below(qubits), 1 + random.below(qubits - 1)];
    return [...turns, gate('x', [(control + by) % qubits], [], [control])];
  }).flat();
};

/** Rotations of one qubit between controlled NOTs by others: all of them fit one tile. */
const multiplexed = (turns: number, turn: (k: number) => SlotGate): SlotGate[] => {
  const spread = Array.from({ length: 10 }, (_, q) => gate('u', [q], [1 + q, 0.3 * q, 0.2]));
  const chain = Array.from({ length: turns }, (_, k) => [turn(k), gate('x', [9], [], [k % 3])]);
  return [...spread, ...chain.flat()];
};

const TURNS = {
  ry: (k: number) => gate('ry', [9], [3 * Math.sin(k)]),
  h: () => gate('h', [9]),
  u: (k: number) => gate('u', [9], [3 * Math.sin(1.1 * k), k, 0.7 * k]),
  sx: () => gate('sx', [9]),
} as const;

describe('precision', () => {
  it.each(EVERY_WAY)('is kept by 800 general turns and more: $name', ({ options, tolerance }) => {
    const gates = deepCircuit(8, options.wasm === false ? 64 : 100, 3);
    const plain = createState(8);
    plain.apply(gates);
    const state = createCompiledState(8, options);
    state.apply(gates);
    expect(distance(state.amplitudes(), plain.amplitudes())).toBeLessThan(tolerance);
    expect(Math.abs(state.weight(0, 0) - 1)).toBeLessThan(tolerance);
  });

  it.each(Object.keys(TURNS) as (keyof typeof TURNS)[])(
    'is kept by any number of turns of one qubit between controlled NOTs: %s',
    (name) => {
      for (const turns of [100, 312, 400, 1100, 1990]) {
        const gates = multiplexed(turns, TURNS[name]);
        const plain = createState(10);
        plain.apply(gates);
        for (const [precision, tolerance] of [['c128', 1e-10], ['c64', 1e-5]] as const) {
          const actual = run(10, { compileWork: 0, precision }, gates);
          const where = `${turns} turns, ${precision}`;
          expect(distance(actual, plain.amplitudes()), where).toBeLessThan(tolerance);
        }
      }
    },
  );

  it('is kept at angles next to those where a matrix entry vanishes', () => {
    for (const off of [0, 1e-16, 1e-15, 1e-12, 1e-9, 1e-7]) {
      for (const at of [0, Math.PI / 2, Math.PI, 2 * Math.PI]) {
        const gates = Array.from({ length: 40 }, (_, k) => [
          gate('u', [k % 9], [at - off, at + off, off]),
          gate('rxx', [k % 9, (k + 4) % 9], [at - off]),
          gate('x', [(k + 1) % 9], [], [k % 9]),
          gate('ry', [(k + 1) % 9], [at + off], k % 2 === 0 ? [k % 9] : []),
        ]).flat();
        const plain = createState(9);
        plain.apply(gates);
        for (const { name, options, tolerance } of EVERY_WAY) {
          const apart = distance(run(9, options, gates), plain.amplitudes());
          expect(apart, `${name}, ${at} ± ${off}`).toBeLessThan(tolerance);
        }
      }
    }
  });

  it('of a long product of tiny turns adds up', () => {
    const gates = Array.from({ length: 1000 }, (_, k) => [
      gate('rx', [0], [1e-3]),
      gate('z', [0], [], [1 + (k % 2)]),
    ]).flat();
    for (const [precision, tolerance] of [['c128', 1e-12], ['c64', 1e-5]] as const) {
      // controls stay 0, so the turns add up to one by 1
      const amplitudes = run(9, { ...ALWAYS, precision }, gates);
      expect(Math.abs(amplitudes[0]! - Math.cos(0.5))).toBeLessThan(tolerance);
      expect(Math.abs(amplitudes[3]! + Math.sin(0.5))).toBeLessThan(tolerance);
    }
  });
});
