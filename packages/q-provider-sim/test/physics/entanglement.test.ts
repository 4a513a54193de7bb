import { circuit, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { bitOf, hits, parityOf, select } from './support/counts.ts';
import { bestStart, fitCurve, grid, sharePoint, type Model } from './support/fit.ts';
import { createLab, gate, when, type Lab } from './support/lab.ts';
import { AXES, toBasis, type Axis } from './support/states.ts';
import {
  combine,
  correlation,
  correlationDeviation,
  deviation,
  distance,
  distributionDeviation,
  SIGMAS,
  type Estimate,
} from './support/statistics.ts';

/** CHSH angles in the X-Z plane for Φ⁺, with the sign of each correlation in S. */
const CHSH = [
  [0, Math.PI / 4, 1],
  [0, -Math.PI / 4, 1],
  [Math.PI / 2, Math.PI / 4, 1],
  [Math.PI / 2, -Math.PI / 4, -1],
] as const;

/**
 * S = E(a, b) + E(a, b') + E(a', b) - E(a', b') of Clauser, Horne, Shimony and Holt (1969); Nielsen
 * and Chuang, section 2.6. `prepare` makes the pair on `qubits`, read into bits 0 and 1.
 */
const measureChsh = async (
  lab: Lab,
  prepare: () => CircuitBuilder,
  [one, other]: readonly [number, number],
  shots: number,
): Promise<Estimate> => {
  const terms: [number, Estimate][] = [];
  for (const [a, b, sign] of CHSH) {
    const program = prepare().ry(-a, one).ry(-b, other).measure(one, 0).measure(other, 1);
    terms.push([sign, correlation(await lab.run(program.build(), shots), 0b11)]);
  }
  return combine(...terms);
};

describe('Bell pairs', () => {
  // Nielsen and Chuang, section 1.3.6: the four states (|0b⟩ ± |1b̄⟩)/√2 are the eigenstates of
  // XX and ZZ, and YY = -XX · ZZ.
  it.each([
    ['Φ⁺', 0b00, { X: 1, Y: -1, Z: 1 }],
    ['Φ⁻', 0b01, { X: -1, Y: 1, Z: 1 }],
    ['Ψ⁺', 0b10, { X: 1, Y: 1, Z: -1 }],
    ['Ψ⁻', 0b11, { X: -1, Y: -1, Z: -1 }],
  ])('%s: perfect correlations in three bases, each half fair', async (_, start, signs) => {
    const lab = await createLab(100 + start, 2);
    for (const basis of AXES) {
      const builder = circuit(2);
      if (bitOf(start, 0) === 1) builder.x(0);
      if (bitOf(start, 1) === 1) builder.x(1);
      builder.h(0).cx(0, 1);
      for (const q of [0, 1]) toBasis(builder, basis, q);
      const counts = await lab.run(builder.measureAll().build(), 40_000);
      expect(correlationDeviation(counts, 0b11, signs[basis])).toBeLessThan(SIGMAS);
      for (const half of [0b01, 0b10]) {
        expect(correlationDeviation(counts, half, 0)).toBeLessThan(SIGMAS);
      }
    }
  });

  it('violate the CHSH inequality by 2√2, Tsirelson’s bound', async () => {
    const lab = await createLab(110, 2);
    const pair = (): CircuitBuilder => circuit(2).h(0).cx(0, 1);
    const s = await measureChsh(lab, pair, [0, 1], 20_000);
    expect(distance(s, 2 * Math.SQRT2)).toBeLessThan(SIGMAS);
    expect(s.value - SIGMAS * s.error).toBeGreaterThan(2);
  });

  it('separable states reach √2 where their angles are best', async () => {
    const lab = await createLab(111, 2);
    // E(a, b) = cos a cos b for |00⟩: S = 2 cos(π/4)
    const s = await measureChsh(lab, () => circuit(2).ry(0, 0).ry(0, 1), [0, 1], 20_000);
    expect(distance(s, Math.SQRT2)).toBeLessThan(SIGMAS);
    expect(s.value + SIGMAS * s.error).toBeLessThan(2);
  });

  it('made by a noisy gate are Werner states: S = 2√2 (1 - 16p/15)', async () => {
    // A random Pauli error of probability p is depolarization by 16p/15 (Nielsen and Chuang,
    // section 8.3.4, for dimension 4); at p = 0.35 the violation is gone (Werner 1989).
    for (const [p, violated] of [[0.1, true], [0.35, false]] as const) {
      const lab = await createLab(112, 2, { gate2Error: p });
      const s = await measureChsh(lab, () => circuit(2).h(0).cx(0, 1), [0, 1], 8000);
      expect(distance(s, 2 * Math.SQRT2 * (1 - (16 * p) / 15))).toBeLessThan(SIGMAS);
      expect(s.value > 2).toBe(violated);
    }
  });
});

describe('GHZ states', () => {
  const ghz = (qubits: number): CircuitBuilder => {
    const builder = circuit(qubits).h(0);
    for (let q = 1; q < qubits; q++) builder.cx(q - 1, q);
    return builder;
  };
  const parityScan: Model = (phase, [frequency = 0, contrast = 0]) =>
    (1 + contrast * Math.cos(frequency * phase)) / 2;

  /** The share of even parity in the X basis after a phase on every qubit. */
  const scan = async (lab: Lab, qubits: number, shots: number, idleNs = 0) => {
    const points = [];
    for (const phase of grid(0, Math.PI, 13)) {
      const builder = ghz(qubits).barrier();
      for (let q = 0; q < qubits; q++) builder.p(phase, q).delay(idleNs, q).h(q);
      const counts = await lab.run(builder.measureAll().build(), shots);
      const even = hits(counts, (outcome) => parityOf(outcome, 2 ** qubits - 1) === 0);
      points.push(sharePoint(phase, even, shots));
    }
    const starts = grid(0.5, 8, 61).map((frequency) => [frequency, 0.8]);
    return fitCurve(points, parityScan, bestStart(points, parityScan, starts));
  };

  it.each([2, 3, 5, 7])('of %d qubits: the parity oscillates n times as fast', async (qubits) => {
    // |0…0⟩ + e^{inφ}|1…1⟩: ⟨X…X⟩ = cos nφ (Sackett et al., Nature 404, 256 (2000))
    const lab = await createLab(120 + qubits, qubits);
    const fit = await scan(lab, qubits, 1000);
    expect(distance(fit.params[0]!, qubits)).toBeLessThan(SIGMAS);
    expect(distance(fit.params[1]!, 1)).toBeLessThan(SIGMAS);
    expect(fit.params[1]!.error).toBeLessThan(0.02);
    expect(fit.deviation).toBeLessThan(SIGMAS);
  });

  it.each([2, 4])('of %d qubits lose phase n times as fast as one qubit', async (qubits) => {
    // Huelga et al., Physical Review Letters 79, 3865 (1997): contrast e^{-n t/T2}
    const lab = await createLab(130 + qubits, qubits, { qubit: { t2Ns: 50_000 } });
    const fit = await scan(lab, qubits, 1500, 10_000);
    expect(distance(fit.params[0]!, qubits)).toBeLessThan(SIGMAS);
    expect(distance(fit.params[1]!, Math.exp((-qubits * 10_000) / 50_000))).toBeLessThan(SIGMAS);
    expect(fit.deviation).toBeLessThan(SIGMAS);
  });

  it('of 3 qubits contradict local realism in every shot', async () => {
    // Mermin (1990): X ⊗ X ⊗ X gives +1, X ⊗ Y ⊗ Y in any order -1: no values fixed beforehand do
    const lab = await createLab(140, 3);
    const observables: readonly (readonly [readonly Axis[], number])[] = [
      [['X', 'X', 'X'], 1],
      [['X', 'Y', 'Y'], -1],
      [['Y', 'X', 'Y'], -1],
      [['Y', 'Y', 'X'], -1],
    ];
    for (const [axes, sign] of observables) {
      const builder = ghz(3);
      for (const [q, axis] of axes.entries()) toBasis(builder, axis, q);
      const counts = await lab.run(builder.measureAll().build(), 1000);
      expect(correlationDeviation(counts, 0b111, sign)).toBe(0);
    }
  });
});

describe('W states', () => {
  /** (|10…0⟩ + … + |0…01⟩)/√n by passing the excitation on (Diker 2016). */
  const w = (qubits: number): CircuitBuilder => {
    const builder = circuit(qubits).x(0);
    for (let q = 0; q + 1 < qubits; q++) {
      const angle = 2 * Math.acos(Math.sqrt(1 / (qubits - q)));
      builder.gate('ry', [q + 1], [angle], [q]).cx(q + 1, q);
    }
    return builder;
  };

  it.each([3, 5])('of %d qubits: one excitation, anywhere with equal chance', async (qubits) => {
    const lab = await createLab(150 + qubits, qubits);
    const counts = await lab.run(w(qubits).measureAll().build(), 8000);
    const exact = Array<number>(2 ** qubits).fill(0);
    for (let q = 0; q < qubits; q++) exact[2 ** q] = 1 / qubits;
    expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
  });

  it('every pair stays entangled without the rest: fidelity 2/n with Ψ⁺', async () => {
    // Dür, Vidal and Cirac, Physical Review A 62, 062314 (2000): ⟨XX⟩ = ⟨YY⟩ = 2/n,
    // ⟨ZZ⟩ = 1 - 4/n; above 1/2 no separable pair follows
    const lab = await createLab(160, 3);
    const measured: Record<string, Estimate> = {};
    for (const [basis, expected] of [['X', 2 / 3], ['Y', 2 / 3], ['Z', -1 / 3]] as const) {
      const builder = w(3);
      for (const q of [0, 2]) toBasis(builder, basis, q).measure(q);
      const counts = await lab.run(builder.build(), 10_000);
      expect(correlationDeviation(counts, 0b101, expected)).toBeLessThan(SIGMAS);
      measured[basis] = correlation(counts, 0b101);
    }
    const { X, Y, Z } = measured;
    const fidelity = combine([0.25, X!], [0.25, Y!], [-0.25, Z!], [0.25, { value: 1, error: 0 }]);
    expect(distance(fidelity, 2 / 3)).toBeLessThan(SIGMAS);
    expect(fidelity.value - SIGMAS * fidelity.error).toBeGreaterThan(1 / 2);
  });

  it('reading one qubit as 0 leaves the others in a W state', async () => {
    const lab = await createLab(161, 4);
    const builder = w(4).measure(3).barrier();
    // ⟨XX⟩ of two qubits of a W state of three
    for (const q of [0, 1]) builder.h(q).measure(q);
    const counts = await lab.run(builder.build(), 12_000);
    const kept = select(counts, (outcome) => bitOf(outcome, 3) === 0);
    expect(deviation(kept.shots, counts.shots, 3 / 4)).toBeLessThan(SIGMAS);
    expect(correlationDeviation(kept, 0b11, 2 / 3)).toBeLessThan(SIGMAS);
    const dropped = select(counts, (outcome) => bitOf(outcome, 3) === 1);
    expect(correlationDeviation(dropped, 0b11, 0)).toBeLessThan(SIGMAS);
  });
});

describe('entanglement swapping', () => {
  // Żukowski, Zeilinger, Horne and Ekert, Physical Review Letters 71, 4287 (1993): a Bell
  // measurement on one half of each of two pairs entangles the other halves, which never met.
  const swapped = (correct: boolean): CircuitBuilder => {
    const builder = circuit(4, 4).h(0).cx(0, 1).h(2).cx(2, 3);
    builder.cx(1, 2).h(1).measure(1, 2).measure(2, 3);
    if (correct) {
      when(builder, [3], 1, [gate('x', 3)]);
      when(builder, [2], 1, [gate('z', 3)]);
    }
    return builder;
  };

  it('with feed-forward gives a pair that violates CHSH by 2√2', async () => {
    const lab = await createLab(170, 4);
    const s = await measureChsh(lab, () => swapped(true), [0, 3], 5000);
    expect(distance(s, 2 * Math.SQRT2)).toBeLessThan(SIGMAS);
    expect(s.value - SIGMAS * s.error).toBeGreaterThan(2);
  });

  it('without it gives one of four Bell pairs, known from the outcome', async () => {
    const lab = await createLab(171, 4);
    for (const [basis, signBit] of [['Z', 3], ['X', 2]] as const) {
      const builder = swapped(false);
      for (const q of [0, 3]) toBasis(builder, basis, q);
      const counts = await lab.run(builder.measure(0, 0).measure(3, 1).build(), 4000);
      expect(correlationDeviation(counts, 0b11, 0)).toBeLessThan(SIGMAS);
      for (const value of [0, 1]) {
        const known = select(counts, (outcome) => bitOf(outcome, signBit) === value);
        expect(correlationDeviation(known, 0b11, value === 0 ? 1 : -1)).toBe(0);
      }
    }
  });
});
