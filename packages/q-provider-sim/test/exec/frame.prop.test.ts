import type { GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameRule, pass, type Frame } from '../../src/engine/frame.ts';
import { embed, type Complex, type Matrix } from '../dense.ts';
import { arbitraryGate } from '../support.ts';

const QUBITS = 4;

const single = (gate: 'x' | 'z', qubit: number): GateOp => ({
  kind: 'gate',
  gate,
  targets: [qubit],
  params: [],
  controls: [],
});

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    row.map((_, c) =>
      row.reduce<Complex>(
        ([re, im], [x, y], k) => {
          const [u, v] = b[k]![c]!;
          return [re + x * u - y * v, im + x * v + y * u];
        },
        [0, 0],
      ),
    ),
  );

/** The matrix of a frame: X, then Z. */
const frameMatrix = ({ x, z }: Frame): Matrix => {
  let matrix = embed({ ...single('x', 0), gate: 'id' }, QUBITS);
  for (let q = 0; q < QUBITS; q++) {
    if (((x >> q) & 1) === 1) matrix = times(embed(single('x', q), QUBITS), matrix);
    if (((z >> q) & 1) === 1) matrix = times(embed(single('z', q), QUBITS), matrix);
  }
  return matrix;
};

/** |tr(A† B)| / size: 1 for unitaries that are equal up to a phase, less for others. */
const likeness = (a: Matrix, b: Matrix): number => {
  let [re, im] = [0, 0];
  for (const [r, row] of a.entries()) {
    for (const [c, [x, y]] of row.entries()) {
      const [u, v] = b[r]![c]!;
      re += x * u + y * v;
      im += x * v - y * u;
    }
  }
  return Math.hypot(re, im) / a.length;
};

/** Angles that make rotations Clifford gates as well as any others. */
const turned = fc
  .tuple(arbitraryGate(QUBITS), fc.option(fc.integer({ min: -8, max: 8 })))
  .map(([op, quarter]) =>
    quarter === null ? op : { ...op, params: op.params.map(() => (quarter * Math.PI) / 2) },
  );

const mask = fc.integer({ min: 0, max: 2 ** QUBITS - 1 });

describe('Pauli frames', () => {
  it('after a gate do what they did before it, up to a phase', () => {
    let passed = 0;
    fc.assert(
      fc.property(turned, mask, mask, (op, x, z) => {
        const before: Frame = { x, z };
        const after: Frame = { x, z };
        if (!pass(after, frameRule(op))) {
          expect(after).toEqual(before);
          return;
        }
        passed++;
        const gate = embed(op, QUBITS);
        const first = times(gate, frameMatrix(before));
        expect(likeness(first, times(frameMatrix(after), gate))).toBeCloseTo(1, 10);
      }),
      { numRuns: 400, seed: 4 },
    );
    expect(passed).toBeGreaterThan(150);
  });

  it.each(['x', 'y', 'z', 'h', 's', 'sdg', 'sx', 'sxdg', 'swap', 'iswap'] as const)(
    'pass the Clifford gate %s whatever they are',
    (gate) => {
      const targets = gate === 'swap' || gate === 'iswap' ? [2, 0] : [1];
      const rule = frameRule({ gate, targets, params: [], controls: [] });
      for (let k = 0; k < 64; k++) expect(pass({ x: k & 7, z: k >> 3 }, rule)).toBe(true);
    },
  );

  it.each(['x', 'y', 'z'] as const)('pass %s under one control', (gate) => {
    const rule = frameRule({ gate, targets: [1], params: [], controls: [2] });
    for (let k = 0; k < 64; k++) expect(pass({ x: k & 7, z: k >> 3 }, rule)).toBe(true);
  });

  it('are stopped by a T gate only where they flip the qubit', () => {
    const rule = frameRule({ gate: 't', targets: [1], params: [], controls: [] });
    expect(pass({ x: 0b101, z: 0b111 }, rule)).toBe(true);
    expect(pass({ x: 0b010, z: 0 }, rule)).toBe(false);
  });
});
