import { circuit, unwrap, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { evolve } from '../src/engine/index.ts';
import { bell, count, deviation, outcomes } from './support.ts';

/** The quantum Fourier transform with qubit 0 least significant, or its inverse. */
const fourier = (builder: CircuitBuilder, qubits: number, sign: 1 | -1): CircuitBuilder => {
  const steps: ((b: CircuitBuilder) => unknown)[] = [];
  for (let q = qubits - 1; q >= 0; q--) {
    steps.push((b) => b.h(q));
    for (let c = q - 1; c >= 0; c--) {
      steps.push((b) => b.cp((sign * Math.PI) / 2 ** (q - c), c, q));
    }
  }
  for (let q = 0; 2 * q + 1 < qubits; q++) steps.push((b) => b.swap(q, qubits - 1 - q));
  for (const step of sign === 1 ? steps : steps.toReversed()) step(builder);
  return builder;
};

describe('textbook circuits', () => {
  it('Bell pair: equal halves, always correlated', () => {
    const counts = count(bell(), { shots: 10_000 });
    expect(outcomes(counts)).toEqual(['00', '11']);
    expect(deviation(counts['00']!, 10_000, 0.5)).toBeLessThan(4);
  });

  it('GHZ of 12 qubits: all or none', () => {
    const builder = circuit(12).h(0);
    for (let q = 1; q < 12; q++) builder.cx(q - 1, q);
    const counts = count(builder.measureAll().build());
    expect(outcomes(counts)).toEqual(['0'.repeat(12), '1'.repeat(12)]);
  });

  it('teleportation carries any state by two classical bits (feed-forward)', () => {
    const program = circuit(3)
      .u(1.1, 0.4, -0.8, 0)
      .h(1)
      .cx(1, 2)
      .cx(0, 1)
      .h(0)
      .measure(0)
      .measure(1)
      .if(1, (body) => body.x(2))
      .if(0, (body) => body.z(2))
      // undo the preparation: the teleported qubit must be back in |0⟩
      .u(-1.1, 0.8, -0.4, 2)
      .measure(2)
      .build();
    const counts = count(program);
    expect(outcomes(counts)).toEqual(['000', '001', '010', '011']);
  });

  it('Grover on 3 qubits finds the marked state with probability 121/128', () => {
    const builder = circuit(3).h(0).h(1).h(2);
    for (let round = 0; round < 2; round++) {
      // the oracle marks 101
      builder.x(1).gate('z', [2], [], [0, 1]).x(1);
      for (let q = 0; q < 3; q++) builder.h(q).x(q);
      builder.gate('z', [2], [], [0, 1]);
      for (let q = 0; q < 3; q++) builder.x(q).h(q);
    }
    const counts = count(builder.measureAll().build(), { shots: 10_000 });
    expect(deviation(counts['101']!, 10_000, 121 / 128)).toBeLessThan(4);
  });

  it('the Fourier transform of a basis state is a wave of that frequency', () => {
    const builder = circuit(4).x(0).x(2); // |5⟩
    const amplitudes = unwrap(evolve(fourier(builder, 4, 1).build())).amplitudes();
    for (let k = 0; k < 16; k++) {
      expect(amplitudes[2 * k]).toBeCloseTo(Math.cos((2 * Math.PI * 5 * k) / 16) / 4, 12);
      expect(amplitudes[2 * k + 1]).toBeCloseTo(Math.sin((2 * Math.PI * 5 * k) / 16) / 4, 12);
    }
  });

  it('phase estimation reads an exact phase exactly', () => {
    const phase = 11 / 16;
    const builder = circuit(5, 4).x(4);
    for (let q = 0; q < 4; q++) builder.h(q).cp(2 * Math.PI * phase * 2 ** q, q, 4);
    fourier(builder, 4, -1);
    for (let q = 0; q < 4; q++) builder.measure(q);
    expect(count(builder.build())).toEqual({ '1011': 1000 });
  });

  it('Bernstein-Vazirani reads the secret in one query', () => {
    const secret = '1011001';
    const builder = circuit(8, 7).x(7);
    for (let q = 0; q < 8; q++) builder.h(q);
    for (let q = 0; q < 7; q++) if (secret.at(-1 - q) === '1') builder.cx(q, 7);
    for (let q = 0; q < 7; q++) builder.h(q).measure(q);
    expect(count(builder.build())).toEqual({ [secret]: 1000 });
  });
});
