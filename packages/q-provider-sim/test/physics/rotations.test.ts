import { circuit, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createLab } from './support/lab.ts';
import { unprepare, type Angles } from './support/states.ts';
import { correlationDeviation, shareDeviation, SIGMAS } from './support/statistics.ts';

type Vector = readonly [x: number, y: number, z: number];

const X: Vector = [1, 0, 0];
const Y: Vector = [0, 1, 0];
const Z: Vector = [0, 0, 1];
const XZ: Vector = [Math.SQRT1_2, 0, Math.SQRT1_2];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** `v` turned about the unit vector `n`, the thumb along n and the fingers along the turn. */
const turned = (v: Vector, n: Vector, angle: number): Vector => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const cross = [
    n[1] * v[2] - n[2] * v[1], n[2] * v[0] - n[0] * v[2], n[0] * v[1] - n[1] * v[0],
  ] as const;
  const part = (k: 0 | 1 | 2): number =>
    cos * v[k] + sin * cross[k] + (1 - cos) * dot(n, v) * n[k];
  return [part(0), part(1), part(2)];
};

type Builder = (builder: CircuitBuilder) => unknown;
const ANGLE = 0.7;

/** Every gate on one qubit as a turn of the Bloch sphere. */
const TURNS: readonly (readonly [name: string, gate: Builder, axis: Vector, angle: number])[] = [
  ['id', (b) => b.gate('id', [0]), Z, 0],
  ['x', (b) => b.x(0), X, Math.PI],
  ['y', (b) => b.y(0), Y, Math.PI],
  ['z', (b) => b.z(0), Z, Math.PI],
  ['h', (b) => b.h(0), XZ, Math.PI],
  ['s', (b) => b.s(0), Z, Math.PI / 2],
  ['sdg', (b) => b.sdg(0), Z, -Math.PI / 2],
  ['t', (b) => b.t(0), Z, Math.PI / 4],
  ['tdg', (b) => b.tdg(0), Z, -Math.PI / 4],
  ['sx', (b) => b.sx(0), X, Math.PI / 2],
  ['sxdg', (b) => b.gate('sxdg', [0]), X, -Math.PI / 2],
  ['rx', (b) => b.rx(ANGLE, 0), X, ANGLE],
  ['ry', (b) => b.ry(ANGLE, 0), Y, ANGLE],
  ['rz', (b) => b.rz(ANGLE, 0), Z, ANGLE],
  ['p', (b) => b.p(ANGLE, 0), Z, ANGLE],
  ['u', (b) => b.u(ANGLE, -Math.PI / 2, Math.PI / 2, 0), X, ANGLE],
];

/** States along the three axes. */
const STARTS: readonly (readonly [Vector, Angles])[] = [
  [X, [Math.PI / 2, 0, 0]],
  [Y, [Math.PI / 2, Math.PI / 2, 0]],
  [Z, [0, 0, 0]],
];

describe('gates turn the Bloch sphere', () => {
  // Nielsen and Chuang, section 4.2 and exercise 4.6: R_n(θ) turns by θ about n, right-handed
  it.each(TURNS)('%s, as tomography of three states shows', async (_, gate, axis, angle) => {
    const lab = await createLab(900, 1);
    for (const [start, prepare] of STARTS) {
      const end = turned(start, axis, angle);
      for (const [along, read] of STARTS) {
        const builder = circuit(1).u(...prepare, 0);
        gate(builder);
        const counts = await lab.run(unprepare(builder, read, 0).measure(0).build(), 1000);
        expect(correlationDeviation(counts, 1, dot(end, along))).toBeLessThan(SIGMAS);
      }
    }
  });
});

describe('couplings of two qubits', () => {
  it.each([0, 0.4, Math.PI / 4, 1.3])(
    'XX + YY by %d lets an excitation hop, and nothing else move',
    async (angle) => {
      // Krantz et al., Applied Physics Reviews 6, 021318 (2019), section IV.F: the exchange
      // exp(-iθ/2 (XX + YY)) carries |01⟩ to |10⟩ with chance sin² θ
      const lab = await createLab(910, 2);
      const hop = (builder: CircuitBuilder): CircuitBuilder =>
        builder.rxx(angle, 0, 1).ryy(angle, 0, 1).measureAll();
      const one = await lab.run(hop(circuit(2).x(0)).build(), 4000);
      const hopped = Math.sin(angle) ** 2;
      expect(shareDeviation(one, (outcome) => outcome === 0b10, hopped)).toBeLessThan(SIGMAS);
      expect(shareDeviation(one, (outcome) => outcome === 0b01, 1 - hopped)).toBeLessThan(SIGMAS);
      for (const both of [0b00, 0b11]) {
        const start = circuit(2);
        if (both !== 0) start.x(0).x(1);
        expect((await lab.run(hop(start).build(), 100)).rows).toEqual([[both, 100]]);
      }
    },
  );

  it('iswap is that exchange by a half turn backwards: it takes its own back', async () => {
    // exp(iπ/4 (XX + YY)), hence θ = -π/2
    const lab = await createLab(911, 2);
    const state: Angles = [1.1, 0.6, 0];
    for (const other of [0, 1]) {
      const builder = circuit(2).u(...state, 0);
      if (other === 1) builder.x(1);
      builder.gate('iswap', [0, 1]);
      builder.rxx(Math.PI / 2, 0, 1).ryy(Math.PI / 2, 0, 1);
      const counts = await lab.run(unprepare(builder, state, 0).measureAll().build(), 500);
      expect(counts.rows).toEqual([[2 * other, 500]]);
    }
  });

  it.each([0.5, Math.PI / 2, 2.2])('ZZ by %d turns each as the other says', async (angle) => {
    // Nielsen and Chuang, section 7.7.2 (the J coupling of NMR): exp(-iθ/2 ZZ)
    const lab = await createLab(912, 2);
    for (const [other, sense] of [[0, 1], [1, -1]] as const) {
      const end = turned(X, Z, sense * angle);
      for (const [along, read] of STARTS) {
        const builder = circuit(2).h(0);
        if (other === 1) builder.x(1);
        builder.rzz(angle, 0, 1);
        const counts = await lab.run(unprepare(builder, read, 0).measure(0).build(), 2000);
        expect(correlationDeviation(counts, 1, dot(end, along))).toBeLessThan(SIGMAS);
      }
    }
  });
});
