import { createRandom } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createState, type SlotGate } from '../../src/engine/index.ts';
import { createCompiledState, type CompiledStateVector } from '../../src/statevector/index.ts';
import { countingModules } from './modules.ts';
import { ALWAYS, distance, gate, PRECISIONS, SPECIAL_ANGLES, TOLERANCE } from './support.ts';

const QUBITS = 9;

/** Every gate with an angle, with and without controls, between gates that have none. */
const ansatz = (next: () => number): SlotGate[] => {
  const list: SlotGate[] = [];
  for (let q = 0; q < QUBITS; q++) {
    list.push(gate('ry', [q], [next()]), gate('rz', [q], [next()]));
  }
  for (let q = 0; q < QUBITS; q++) list.push(gate('x', [(q + 1) % QUBITS], [], [q]));
  list.push(
    gate('h', [0]),
    gate('rx', [1], [next()], [0]),
    gate('u', [2], [next(), next(), next()], [8]),
    gate('p', [3], [next()], [4, 5]),
    gate('rxx', [0, 8], [next()]),
    gate('ryy', [2, 7], [next()]),
    gate('rzz', [3, 6], [next()]),
    gate('rxx', [1, 5], [next()], [0]),
    gate('gphase', [], [next()], [7]),
    gate('sx', [8]),
    gate('rzz', [0, 1], [next()], [8]),
  );
  for (let q = 0; q < QUBITS; q++) list.push(gate('u', [q], [next(), next(), next()]));
  return list;
};

const expectRight = (state: CompiledStateVector, list: SlotGate[], by: number): void => {
  const plain = createState(QUBITS);
  plain.apply(list);
  state.clear();
  state.apply(list);
  expect(distance(state.amplitudes(), plain.amplitudes())).toBeLessThan(by);
};

describe('code for all angles', () => {
  it.each(PRECISIONS)('is one module for any number of random angles: %s', (precision) => {
    const random = createRandom(5);
    const state = createCompiledState(QUBITS, { ...ALWAYS, precision, sweep: true });
    const modules = countingModules();
    for (let set = 0; set < 200; set++) {
      expectRight(state, ansatz(() => 14 * random.float() - 7), TOLERANCE[precision]);
    }
    expect(modules.stop()).toBe(1);
  });

  it.each(PRECISIONS)('is right at special angles too: %s', (precision) => {
    const random = createRandom(6);
    const state = createCompiledState(QUBITS, { ...ALWAYS, precision, sweep: true });
    for (const angle of SPECIAL_ANGLES) {
      expectRight(state, ansatz(() => angle), TOLERANCE[precision]);
    }
    for (let set = 0; set < 60; set++) {
      const next = (): number => SPECIAL_ANGLES[random.below(SPECIAL_ANGLES.length)]!;
      expectRight(state, ansatz(next), TOLERANCE[precision]);
    }
  });

  it('is made anew for other gates, other qubits and another place to start from', () => {
    const state = createCompiledState(QUBITS, { ...ALWAYS, sweep: true });
    const modules = countingModules();
    const list = [gate('rx', [0], [1]), gate('x', [8], [], [0]), gate('ry', [3], [1])];
    state.apply(list);
    state.clear();
    state.apply([gate('ry', [0], [1]), ...list.slice(1)]);
    state.clear();
    state.apply([...list.slice(0, 2), gate('ry', [4], [1])]);
    expect(modules.stop()).toBe(3);
  });
});
