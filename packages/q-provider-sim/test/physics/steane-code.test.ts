// The [[7,1,3]] code of Steane (1996); Nielsen and Chuang, section 10.4.2 and figure 10.16.
// Position q + 1 of qubit q, written in binary, is its column of the Hamming code's check matrix,
// so that a syndrome is the position of the error.
import { circuit, createRandom, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { bitOf, hits, parityOf, seen } from './support/counts.ts';
import { createLab, gate, when } from './support/lab.ts';
import { randomAngles } from './support/random.ts';
import { AXES, toBasis, unprepare, type Angles } from './support/states.ts';
import {
  correlationDeviation,
  deviation,
  distributionDeviation,
  SIGMAS,
} from './support/statistics.ts';

const random = createRandom(600);
const STATES: readonly Angles[] = Array.from({ length: 2 }, () => randomAngles(random));
const PLUS: Angles = [Math.PI / 2, 0, 0];
/** An error that is no Pauli operator. */
const TURN: Angles = [1.5, 1.9, 0.3];

const DATA = [0, 1, 2, 3, 4, 5, 6];
/** The qubits that each of the three checks looks at. */
const CHECKS = [0, 1, 2].map((row) => DATA.filter((q) => bitOf(q + 1, row) === 1));
const ANCILLA = 7;
/** Carries the state before encoding and after decoding. */
const CARRIER = 2;

/** cx gates of the encoder: {3, 5, 6} is a word of the Hamming code, hence a logical X. */
const logicalWord = (builder: CircuitBuilder, first: number): unknown =>
  builder.cx(first + CARRIER, first + 4).cx(first + CARRIER, first + 5);

/** Spreads each check over its qubits from the one in no other check: positions 1, 2 and 4. */
const checkWords = (builder: CircuitBuilder, first: number): void => {
  for (const [row, qubits] of CHECKS.entries()) {
    const source = 2 ** row - 1;
    for (const q of qubits) if (q !== source) builder.cx(first + source, first + q);
  }
};

const SOURCES = [0, 1, 3];

const encode = (builder: CircuitBuilder, first = 0): CircuitBuilder => {
  logicalWord(builder, first);
  for (const q of SOURCES) builder.h(first + q);
  checkWords(builder, first);
  return builder;
};

/** The encoder backwards; the gates inside each of its parts commute. */
const decode = (builder: CircuitBuilder, first = 0): CircuitBuilder => {
  checkWords(builder, first);
  for (const q of SOURCES) builder.h(first + q);
  logicalWord(builder, first);
  return builder;
};

/** Measures the checks of Z type, which see bit flips, into bits 0 to 2. */
const bitSyndrome = (builder: CircuitBuilder): CircuitBuilder => {
  for (const [row, qubits] of CHECKS.entries()) {
    for (const q of qubits) builder.cx(q, ANCILLA);
    builder.measure(ANCILLA, row).reset(ANCILLA);
  }
  return builder;
};

/** Measures the checks of X type, which see phase flips, into bits 3 to 5. */
const phaseSyndrome = (builder: CircuitBuilder): CircuitBuilder => {
  for (const [row, qubits] of CHECKS.entries()) {
    builder.h(ANCILLA);
    for (const q of qubits) builder.cx(ANCILLA, q);
    builder.h(ANCILLA).measure(ANCILLA, 3 + row).reset(ANCILLA);
  }
  return builder;
};

const correct = (
  builder: CircuitBuilder,
  bits: readonly number[],
  name: 'x' | 'z',
): CircuitBuilder => {
  for (const q of DATA) when(builder, bits, q + 1, [gate(name, q)]);
  return builder;
};

/** Encodes, errs, measures six checks, corrects, decodes; bit 6 is 0 if the state came back. */
const cycle = (state: Angles, err: (builder: CircuitBuilder) => unknown): CircuitBuilder => {
  const builder = encode(circuit(8, 7).u(...state, CARRIER));
  err(builder);
  phaseSyndrome(bitSyndrome(builder));
  correct(builder, [0, 1, 2], 'x');
  correct(builder, [3, 4, 5], 'z');
  return unprepare(decode(builder), state, CARRIER).measure(CARRIER, 6);
};

describe('Steane’s code', () => {
  it('encodes |0⟩ as the even words of the Hamming code, |1⟩ as the odd ones', async () => {
    const lab = await createLab(601, 7);
    for (const value of [0, 1]) {
      const builder = circuit(7);
      if (value === 1) builder.x(CARRIER);
      const counts = await lab.run(encode(builder).measureAll().build(), 4000);
      expect(counts.rows.length).toBe(8);
      for (const [word, times] of counts.rows) {
        expect(parityOf(word, 0b1111111)).toBe(value);
        const masks = CHECKS.map((qubits) => qubits.reduce((mask, q) => mask | (1 << q), 0));
        expect(masks.map((mask) => parityOf(word, mask))).toEqual([0, 0, 0]);
        expect(deviation(times, 4000, 1 / 8)).toBeLessThan(SIGMAS);
      }
    }
  });

  it('without errors every check reads 0 and the state comes back', async () => {
    const lab = await createLab(602, 8);
    for (const state of STATES) {
      expect(seen(await lab.run(cycle(state, () => null).build(), 100))).toEqual([0]);
    }
  });

  it.each(DATA)('every error of qubit %d shows as its position and is undone', async (q) => {
    const lab = await createLab(603 + q, 8);
    const [state] = STATES;
    const position = q + 1;
    for (const [name, syndrome] of [
      ['x', position],
      ['z', 8 * position],
      ['y', 9 * position],
    ] as const) {
      const program = cycle(state!, (builder) => builder.gate(name, [q])).build();
      expect(seen(await lab.run(program, 30))).toEqual([syndrome]);
    }
    // any other error becomes one of these, or none, when the checks are read (section 10.2),
    // with the squares of its parts along 1, X, Z and Y: u(θ, φ, λ) is Rz(φ) Ry(θ) Rz(λ)
    const [theta, phi, lambda] = TURN;
    const counts = await lab.run(cycle(state!, (builder) => builder.u(...TURN, q)).build(), 600);
    const exact = Array<number>(128).fill(0);
    exact[0] = (Math.cos(theta / 2) * Math.cos((phi + lambda) / 2)) ** 2;
    exact[position] = (Math.sin(theta / 2) * Math.sin((phi - lambda) / 2)) ** 2;
    exact[8 * position] = (Math.cos(theta / 2) * Math.sin((phi + lambda) / 2)) ** 2;
    exact[9 * position] = (Math.sin(theta / 2) * Math.cos((phi - lambda) / 2)) ** 2;
    expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
  });

  /** Chance that a pattern of phase flips, each with chance q, is corrected to a logical error. */
  const logicalError = (flip: number): number => {
    let chance = 0;
    for (let pattern = 0; pattern < 128; pattern++) {
      const flipped = DATA.filter((q) => bitOf(pattern, q) === 1);
      const syndrome = flipped.reduce((value, q) => value ^ (q + 1), 0);
      const corrected = syndrome === 0 ? pattern : pattern ^ (1 << (syndrome - 1));
      if (parityOf(corrected, 0b1111111) === 0) continue;
      chance += flip ** flipped.length * (1 - flip) ** (7 - flipped.length);
    }
    return chance;
  };

  it('logical errors fall with the square of physical ones: 21 q² at first', async () => {
    expect(logicalError(1e-4) / 21e-8).toBeCloseTo(1, 2); // any two of seven are too many
    const t2Ns = 1_000_000;
    const lab = await createLab(620, 8, { qubit: (q) => (q === ANCILLA ? {} : { t2Ns }) });
    const measured: number[] = [];
    const flips = [0.02, 0.04, 0.15];
    for (const flip of flips) {
      const builder = encode(circuit(8, 7).u(...PLUS, CARRIER));
      for (const q of DATA) builder.delay(Math.round(-t2Ns * Math.log(1 - 2 * flip)), q);
      correct(phaseSyndrome(builder), [3, 4, 5], 'z');
      unprepare(decode(builder), PLUS, CARRIER).measure(CARRIER, 6);
      const counts = await lab.run(builder.build(), 6000);
      const wrong = hits(counts, (outcome) => bitOf(outcome, 6) === 1);
      expect(deviation(wrong, 6000, logicalError(flip))).toBeLessThan(SIGMAS);
      measured.push(wrong / 6000);
    }
    // the code helps below its break-even point near 0.064 and harms above
    expect(measured.map((rate, k) => rate < flips[k]!)).toEqual([true, true, false]);
  });

  it('gates act qubit by qubit: H on all is logical H, S† on all is logical S', async () => {
    // Nielsen and Chuang, section 10.6.2
    const lab = await createLab(630, 7);
    for (const state of STATES) {
      const builder = encode(circuit(7, 1).u(...state, CARRIER));
      for (const q of DATA) builder.h(q).sdg(q);
      decode(builder).sdg(CARRIER).h(CARRIER);
      const program = unprepare(builder, state, CARRIER).measure(CARRIER, 0).build();
      expect(seen(await lab.run(program, 100))).toEqual([0]);
    }
  });

  it('cx on all pairs of two blocks is logical cx: a logical Bell pair', async () => {
    const lab = await createLab(631, 14);
    for (const axis of AXES) {
      const builder = circuit(14, 2).h(CARRIER);
      encode(encode(builder, 0), 7);
      for (const q of DATA) builder.cx(q, 7 + q);
      decode(decode(builder, 0), 7);
      for (const q of [CARRIER, 7 + CARRIER]) toBasis(builder, axis, q);
      builder.measure(CARRIER, 0).measure(7 + CARRIER, 1);
      const counts = await lab.run(builder.build(), 1000);
      expect(correlationDeviation(counts, 0b11, axis === 'Y' ? -1 : 1)).toBe(0);
      expect(correlationDeviation(counts, 0b01, 0)).toBeLessThan(SIGMAS);
    }
  });
});
