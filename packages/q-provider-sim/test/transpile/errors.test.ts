import {
  circuit,
  createRandom,
  unwrap,
  type Circuit,
  type QDeviceProfile,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  EAGLE_127,
  FALCON_27,
  gridMap,
  heavyHexMap,
  lineMap,
  ringMap,
  TOKYO_20,
  transpile,
  type Pair,
  type TranspileOptions,
} from '../../src/transpile/index.ts';
import { deviceOf, SUPERCONDUCTING } from './support.ts';

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const codeOf = (program: Circuit, device: QDeviceProfile): string => {
  const result = transpile(program, device);
  return result.ok ? 'ok' : result.fault.code;
};

describe('transpile', () => {
  it('refuses what is not a circuit with CIRCUIT_INVALID', () => {
    const device = deviceOf(2, SUPERCONDUCTING);
    for (const program of [null, {}, { ...bell, qubits: 0 }, { ...bell, ops: [{ kind: 'no' }] }]) {
      expect(codeOf(program as Circuit, device)).toBe('CIRCUIT_INVALID');
    }
  });

  it('refuses more qubits than the device or a part of it has with CIRCUIT_TOO_LARGE', () => {
    const program = circuit(3).cx(0, 1).cx(1, 2).build();
    expect(codeOf(program, deviceOf(2, SUPERCONDUCTING))).toBe('CIRCUIT_TOO_LARGE');
    const halves = deviceOf(4, SUPERCONDUCTING, [[0, 1], [2, 3]]);
    expect(codeOf(program, halves)).toBe('CIRCUIT_TOO_LARGE');
    expect(codeOf(bell, deviceOf(2, SUPERCONDUCTING, []))).toBe('CIRCUIT_TOO_LARGE');
    const layout = [0, 2, 1];
    const apart = transpile(program, deviceOf(4, SUPERCONDUCTING, [[0, 1], [1, 3]]), { layout });
    expect(apart.ok ? 'ok' : apart.fault.code).toBe('CIRCUIT_TOO_LARGE');
  });

  it('names what a native set lacks with GATE_UNSUPPORTED', () => {
    for (const [native, missing] of [
      ['rz x x/1', /one qubit/],
      ['h t x/1', /one qubit/],
      ['rz sx', /entangles/],
      ['rz sx t/1', /entangles/],
      ['rz sx swap', /entangles/],
    ] as const) {
      const result = transpile(bell, deviceOf(2, native, lineMap(2)));
      if (result.ok) throw new Error(`${native} is not universal`);
      expect(result.fault.code).toBe('GATE_UNSUPPORTED');
      expect(result.fault.message).toMatch(missing);
    }
    const inBranch = circuit(2).if(0, (body) => body.cx(0, 1)).build();
    expect(codeOf(inBranch, deviceOf(2, 'rz sx'))).toBe('GATE_UNSUPPORTED');
    expect(codeOf(circuit(1).h(0).build(), deviceOf(1, 'rz sx'))).toBe('ok');
  });

  it('refuses gates that take more than a million operations with RESOURCE_EXHAUSTED', () => {
    const qubits = 1200;
    const controls = Array.from({ length: qubits - 1 }, (_, q) => q);
    const program = circuit(qubits).gate('x', [qubits - 1], [], controls).build();
    expect(codeOf(program, deviceOf(qubits, SUPERCONDUCTING))).toBe('RESOURCE_EXHAUSTED');
  });

  it('refuses ways of more than a million swaps with RESOURCE_EXHAUSTED', () => {
    const qubits = 3000;
    const random = createRandom(1);
    const program = circuit(qubits, 0);
    for (let k = 0, at = 0; k < 3000; k++) {
      const next = (at + 1 + random.below(qubits - 1)) % qubits;
      program.cx(at, next);
      at = next;
    }
    const device = deviceOf(qubits, SUPERCONDUCTING, lineMap(qubits));
    expect(codeOf(program.build(), device)).toBe('RESOURCE_EXHAUSTED');
  });

  it('names an option or a field of the device that is out of range', () => {
    const device = deviceOf(3, SUPERCONDUCTING, lineMap(3));
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ seed: 0.5 }, /seed/],
      [{ trials: 0 }, /trials/],
      [{ trials: 10_001 }, /trials/],
      [{ schedule: 'soon' }, /schedule/],
      [{ schedule: 'asap', decouple: 'xyz' }, /decouple/],
      [{ decouple: 'x2' }, /schedule/],
      [{ layout: [0] }, /layout/],
      [{ layout: [0, 0] }, /layout/],
      [{ layout: [0, 3] }, /layout/],
      [{ layout: 'ab' }, /layout/],
    ];
    for (const [options, message] of wrong) {
      const call = (): unknown => transpile(bell, device, options as TranspileOptions);
      expect(call).toThrow(RangeError);
      expect(call).toThrow(message);
    }
    for (const couplings of [[[0, 0]], [[0, 3]], [[0, -1]], [[0, 0.5]], [[0, 1, 2]]]) {
      const broken = { ...device, couplings: couplings as unknown as readonly Pair[] };
      expect(() => transpile(bell, broken)).toThrow(/couplings of test/);
    }
    expect(() => transpile(bell, { ...device, qubits: 5000 })).toThrow(/qubits of test/);
  });

  it('leaves the circuit as it is on a device that performs all of it', () => {
    const { native: _, ...device } = deviceOf(2, 'h x z rz sx u', undefined);
    expect(unwrap(transpile(bell, device)).circuit.ops).toEqual(bell.ops);
  });
});

const degrees = (qubits: number, map: readonly Pair[]): readonly number[] => {
  const counts = Array<number>(qubits).fill(0);
  for (const pair of map) for (const q of pair) counts[q]!++;
  return counts;
};

const isConnected = (qubits: number, map: readonly Pair[]): boolean => {
  const reached = new Set([0]);
  for (let round = 0; round < qubits; round++) {
    for (const [a, b] of map) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
  }
  return reached.size === qubits;
};

describe('coupling maps', () => {
  it('have the qubits, couplings and degrees of their lattices', () => {
    const cases: readonly (readonly [readonly Pair[], number, number, number])[] = [
      [lineMap(5), 5, 4, 2],
      [ringMap(5), 5, 5, 2],
      [gridMap(3, 4), 12, 17, 4],
      [heavyHexMap(3), 19, 20, 3],
      [heavyHexMap(5), 57, 64, 3],
      [FALCON_27, 27, 28, 3],
      [EAGLE_127, 127, 144, 3],
      [TOKYO_20, 20, 43, 6],
    ];
    for (const [map, qubits, couplings, degree] of cases) {
      expect(map.length).toBe(couplings);
      expect(Math.max(...map.flat())).toBe(qubits - 1);
      expect(Math.max(...degrees(qubits, map))).toBe(degree);
      expect(isConnected(qubits, map)).toBe(true);
      const names = map.map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
      expect(new Set(names).size).toBe(couplings);
    }
    expect(lineMap(1)).toEqual([]);
  });

  it('name a size out of range', () => {
    for (const call of [
      () => lineMap(0),
      () => ringMap(2),
      () => gridMap(0, 3),
      () => gridMap(65, 64),
      () => heavyHexMap(4),
      () => heavyHexMap(41),
    ]) {
      expect(call).toThrow(RangeError);
    }
  });
});
