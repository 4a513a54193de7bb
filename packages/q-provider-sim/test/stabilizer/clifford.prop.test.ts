import { circuit, GATES, type GateName, type GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerGate, type CliffordName } from '../../src/stabilizer/clifford.ts';
import { isClifford } from '../../src/stabilizer/index.ts';
import { embed, type Matrix } from '../dense.ts';

const QUBITS = 4;

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    b[0]!.map((_, c) => {
      let re = 0;
      let im = 0;
      for (const [k, [x, y]] of row.entries()) {
        const [u, v] = b[k]![c]!;
        re += x * u - y * v;
        im += x * v + y * u;
      }
      return [re, im] as const;
    }),
  );

const adjoint = (a: Matrix): Matrix =>
  a.map((_, r) => a.map((row) => [row[r]![0], -row[r]![1]] as const));

/** Whether A = e^{iφ} B: |tr(A†B)| is as large as it can be. */
const equalUpToPhase = (a: Matrix, b: Matrix): boolean => {
  let re = 0;
  let im = 0;
  for (const [r, row] of a.entries()) {
    for (const [c, [x, y]] of row.entries()) {
      const [u, v] = b[r]![c]!;
      re += x * u + y * v;
      im += x * v - y * u;
    }
  }
  return Math.abs(Math.hypot(re, im) - a.length) < 1e-9;
};

const gateOp = (
  gate: GateName,
  targets: readonly number[],
  params: readonly number[] = [],
  controls: readonly number[] = [],
): GateOp => ({ kind: 'gate', gate, targets, params, controls });

const primitive = (gate: CliffordName, a: number, b: number): GateOp => {
  if (gate === 'swap') return gateOp('swap', [a, b]);
  const name = gate.slice(-1) as GateName;
  return gate.startsWith('c') ? gateOp(name, [b], [], [a]) : gateOp(gate as GateName, [a]);
};

const matrixOfLowered = (op: GateOp): Matrix | null => {
  const lowered = lowerGate(op);
  if (lowered === null) return null;
  const identity = embed(gateOp('id', [0]), QUBITS);
  return lowered.reduce(
    (matrix, { gate, a, b }) => times(embed(primitive(gate, a, b), QUBITS), matrix),
    identity,
  );
};

/** Whether conjugation takes every X and Z of a qubit to a Pauli string: the definition. */
const isCliffordMatrix = (matrix: Matrix): boolean =>
  Array.from({ length: QUBITS }, (_, q) => q).every((q) =>
    (['x', 'z'] as const).every((pauli) => {
      const image = times(times(matrix, embed(gateOp(pauli, [q]), QUBITS)), adjoint(matrix));
      // a Pauli string has one entry of magnitude 1 per row, i^k, at a fixed XOR distance
      const distance = image[0]!.findIndex(([re, im]) => Math.hypot(re, im) > 0.5);
      const entries = image.map((row, r) => row[r ^ distance]!);
      const units = entries.every(([re, im]) => {
        const unit = Math.abs(Math.abs(re) - 1) < 1e-9 || Math.abs(Math.abs(im) - 1) < 1e-9;
        return unit && Math.abs(Math.hypot(re, im) - 1) < 1e-9;
      });
      const [first] = entries as [readonly [number, number]];
      const sign = (r: number): number =>
        Math.round(entries[r]![0] * first[0] + entries[r]![1] * first[1]);
      const linear = entries.every((_, r) => {
        let expected = 1;
        for (let k = 0; k < QUBITS; k++) if (((r >> k) & 1) === 1) expected *= sign(1 << k);
        return Math.abs(sign(r)) === 1 && sign(r) === expected;
      });
      return units && linear;
    }),
  );

/** Angles that are multiples of π/2, π/4, or anything. */
const angle = fc.oneof(
  { arbitrary: fc.integer({ min: -9, max: 9 }).map((k) => (k * Math.PI) / 2), weight: 6 },
  { arbitrary: fc.integer({ min: -9, max: 9 }).map((k) => (k * Math.PI) / 4), weight: 1 },
  { arbitrary: fc.double({ min: -7, max: 7, noNaN: true }), weight: 1 },
);

/**
 * Not at the edge of what counts as a quarter turn, where either answer is right. The definition
 * above holds to 1e-9 in a magnitude, 1 - off²/2, so to 4.5e-5 in the angle.
 */
const isClear = (radians: number): boolean => {
  const off = Math.abs(radians - Math.round(radians / (Math.PI / 2)) * (Math.PI / 2));
  return off < 2e-11 || off > 1e-4;
};

const anyGate = fc
  .tuple(
    fc.constantFrom(...(Object.keys(GATES) as GateName[])),
    fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    fc.nat(2),
    fc.tuple(angle, angle, angle).filter((angles) => angles.every(isClear)),
  )
  .map(([gate, order, controls, angles]) => {
    const width = GATES[gate].qubits;
    const on = order.slice(width, width + controls);
    return gateOp(gate, order.slice(0, width), angles.slice(0, GATES[gate].params), on);
  });

describe('Clifford gates', () => {
  it('lower to the same matrix up to phase, and nothing that is Clifford is refused', () => {
    fc.assert(
      fc.property(anyGate, (op) => {
        const matrix = embed(op, QUBITS);
        const lowered = matrixOfLowered(op);
        if (lowered === null) expect(isCliffordMatrix(matrix)).toBe(false);
        else expect(equalUpToPhase(matrix, lowered)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('include u where only the sum or difference of its phases is a quarter turn', () => {
    for (const [theta, phi, lambda] of [
      [0, 0.3, -0.3],
      [2 * Math.PI, 1.1, Math.PI / 2 - 1.1],
      [Math.PI, 0.7, 0.7],
      [Math.PI, 0.7, 0.7 + Math.PI / 2],
    ] as const) {
      const op = gateOp('u', [1], [theta, phi, lambda]);
      expect(equalUpToPhase(embed(op, QUBITS), matrixOfLowered(op)!)).toBe(true);
    }
    expect(lowerGate(gateOp('u', [1], [Math.PI / 2, 0.3, -0.3]))).toBeNull();
  });

  it('include gphase under controls as the phase on them that it is', () => {
    expect(lowerGate(gateOp('gphase', [], [0.3]))).toEqual([]);
    expect(lowerGate(gateOp('gphase', [], [Math.PI / 2], [2]))).toEqual([
      { gate: 's', a: 2, b: 2 },
    ]);
    expect(lowerGate(gateOp('gphase', [], [Math.PI], [2, 0]))).toEqual([
      { gate: 'cz', a: 2, b: 0 },
    ]);
    expect(lowerGate(gateOp('gphase', [], [Math.PI], [0, 1, 2]))).toBeNull();
    expect(lowerGate(gateOp('gphase', [], [0], [0, 1, 2]))).toEqual([]);
  });
});

describe('isClifford', () => {
  it('names the first gate that is not, also inside branches', () => {
    const program = circuit(2)
      .h(0)
      .measure(0)
      .if(0, (then) => then.x(1), { otherwise: (other) => other.s(1).t(1) })
      .tdg(0)
      .build();
    expect(isClifford(program)).toEqual({
      clifford: false,
      path: 'ops[2].otherwise[1]',
      gate: 't',
    });
    expect(isClifford(circuit(2).h(0).cx(0, 1).rz(Math.PI / 2, 0).build())).toEqual({
      clifford: true,
    });
  });
});
