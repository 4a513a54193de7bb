import { circuit, createRandom, type Circuit, type QDeviceProfile } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  EAGLE_127,
  FALCON_27,
  gridMap,
  lineMap,
  ringMap,
  TOKYO_20,
} from '../../src/transpile/index.ts';
import { isingChain } from './circuits.ts';
import { PUBLISHED } from './published.ts';
import { deviceOf, difference, SUPERCONDUCTING, TIMES, transpiled } from './support.ts';

/** Controlled nots between random qubits. */
const tangle = (qubits: number, gates: number, seed: number): Circuit => {
  const random = createRandom(seed);
  const program = circuit(qubits, 0);
  for (let k = 0; k < gates; k++) {
    const a = random.below(qubits);
    program.cx(a, (a + 1 + random.below(qubits - 1)) % qubits);
  }
  return program.build();
};

describe('routing (XDV-060.1)', () => {
  for (const { name, circuit: program, sabre } of PUBLISHED) {
    it(`takes no more swaps than published for ${name} on IBM Q20 Tokyo`, () => {
      const result = transpiled(program, deviceOf(20, SUPERCONDUCTING, TOKYO_20));
      expect(result.swaps).toBeLessThanOrEqual(sabre);
    });
  }

  it('gives the same circuit for a seed, and others for other seeds', () => {
    const program = tangle(12, 60, 1);
    const device = deviceOf(27, SUPERCONDUCTING, FALCON_27);
    const byCall = [3, 3, 4].map((seed) => transpiled(program, device, { seed, trials: 2 }));
    expect(byCall[1]).toEqual(byCall[0]);
    expect(byCall[2]).not.toEqual(byCall[0]);
  });

  it('needs no swap for a chain on any map with a path as long', () => {
    for (const [qubits, map] of [
      [20, lineMap(20)],
      [20, ringMap(20)],
      [20, gridMap(4, 5)],
      [27, FALCON_27],
      [127, EAGLE_127],
    ] as const) {
      const result = transpiled(isingChain(20, 2), deviceOf(qubits, SUPERCONDUCTING, map));
      expect(result.swaps).toBe(0);
    }
  });

  it('starts from the layout that it is given', () => {
    const layout = [4, 0, 2, 3];
    const program = tangle(4, 9, 2);
    const device = deviceOf(5, SUPERCONDUCTING, lineMap(5));
    const result = transpiled(program, device, { layout });
    expect(result.initialLayout).toEqual(layout);
    expect(difference(program, result)).toBeLessThan(1e-9);
  });

  it('keeps qubits where they are if every pair may act', () => {
    const result = transpiled(tangle(5, 20, 3), deviceOf(5, SUPERCONDUCTING));
    expect(result.swaps).toBe(0);
    expect(result.finalLayout).toEqual([0, 1, 2, 3, 4]);
  });

  it('lays qubits that act on each other in one part of a divided device', () => {
    const map = [...lineMap(3), [3, 4], [4, 5], [5, 6], [6, 7]] as const;
    const program = circuit(8, 0).cx(0, 7).cx(7, 3).cx(3, 5).cx(5, 0).x(1).x(2).build();
    const result = transpiled(program, deviceOf(8, SUPERCONDUCTING, map));
    expect([0, 7, 3, 5].every((q) => result.initialLayout[q]! >= 3)).toBe(true);
    expect(difference(program, result)).toBeLessThan(1e-9);
  });

  it('prefers couplings of fewer errors among routes of as many swaps', () => {
    const map = ringMap(6);
    const errors = [0.1, 0.1, 0.1, 0.001, 0.1, 0.1];
    const couplings = map.map((pair, k) => ({ pair, ns: 300, error: errors[k]! }));
    const times = { ...TIMES, couplings };
    const device: QDeviceProfile = deviceOf(6, SUPERCONDUCTING, map, times);
    const result = transpiled(circuit(2, 0).cx(0, 1).build(), device);
    expect(new Set(result.initialLayout)).toEqual(new Set([3, 4]));
  });

  it('takes fewer than four swaps for a gate between any two of 100 qubits of a grid', () => {
    const device = deviceOf(100, SUPERCONDUCTING, gridMap(10, 10));
    const result = transpiled(tangle(100, 2000, 4), device, { trials: 1 });
    expect(result.swaps).toBeLessThan(4 * 2000);
  });
});
