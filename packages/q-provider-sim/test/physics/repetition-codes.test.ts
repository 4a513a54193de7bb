import { circuit, createRandom, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { bitOf, hits, seen } from './support/counts.ts';
import { createLab, gate, when } from './support/lab.ts';
import { randomAngles } from './support/random.ts';
import { unprepare, type Angles } from './support/states.ts';
import { deviation, shareDeviation, SIGMAS } from './support/statistics.ts';

const random = createRandom(500);
const STATES: readonly Angles[] = Array.from({ length: 3 }, () => randomAngles(random));
const ZERO: Angles = [0, 0, 0];
const PLUS: Angles = [Math.PI / 2, 0, 0];

/** Time after which a qubit of coherence time 1 ms has flipped its phase with chance `flip`. */
const T2_NS = 1_000_000;
const idleNs = (flip: number): number => Math.round(-T2_NS * Math.log(1 - 2 * flip));
const DEPHASING = { qubit: { t2Ns: T2_NS } };

/** Chance that two or three of three bits are flipped, each with chance p. */
const outvoted = (p: number): number => 3 * p ** 2 - 2 * p ** 3;

/** Chance that an odd number of three bits is flipped. */
const odd = (p: number): number => (1 - (1 - 2 * p) ** 3) / 2;

const DATA = [0, 1, 2];

/** Copies qubit 0 onto 1 and 2 in the computational basis: a|000⟩ + b|111⟩. Its own inverse. */
const spread = (builder: CircuitBuilder): CircuitBuilder => builder.cx(0, 1).cx(0, 2);

/** Measures Z₀Z₁ and Z₁Z₂ by qubits 3 and 4 into bits 0 and 1, and flips back what they blame. */
const correctFlip = (builder: CircuitBuilder): CircuitBuilder => {
  builder.cx(0, 3).cx(1, 3).cx(1, 4).cx(2, 4).measure(3, 0).measure(4, 1);
  for (const [blamed, syndrome] of [0b01, 0b11, 0b10].entries()) {
    when(builder, [0, 1], syndrome, [gate('x', blamed)]);
  }
  return builder;
};

describe('the bit-flip code', () => {
  // Nielsen and Chuang, section 10.1.1
  const run = (state: Angles, err: (builder: CircuitBuilder) => unknown): CircuitBuilder => {
    const builder = spread(circuit(5, 3).u(...state, 0));
    err(builder);
    return unprepare(spread(correctFlip(builder)), state, 0).measure(0, 2);
  };

  it('leaves a state without errors alone, and blames nobody', async () => {
    const lab = await createLab(500, 5);
    for (const state of STATES) {
      expect(seen(await lab.run(run(state, () => null).build(), 100))).toEqual([0]);
    }
  });

  it.each([[0, 0b01], [1, 0b11], [2, 0b10]])(
    'a flip of qubit %d shows as syndrome %d and is undone, whatever the state',
    async (flipped, syndrome) => {
      const lab = await createLab(501, 5);
      for (const state of STATES) {
        const program = run(state, (builder) => builder.x(flipped)).build();
        expect(seen(await lab.run(program, 100))).toEqual([syndrome]);
      }
    },
  );

  it.each([0.03, 0.1, 0.25, 0.4])(
    'rotations that flip with chance p = %d end as flips: 3p² - 2p³ are not undone',
    async (p) => {
      // the syndrome turns a rotation into a flip or none (section 10.2)
      const lab = await createLab(502, 5);
      const angle = 2 * Math.asin(Math.sqrt(p));
      const rotate = (builder: CircuitBuilder): void => {
        for (const q of DATA) builder.rx(angle, q);
      };
      const shots = 8000;
      const counts = await lab.run(run(ZERO, rotate).build(), shots);
      const wrong = hits(counts, (outcome) => bitOf(outcome, 2) === 1);
      expect(deviation(wrong, shots, outvoted(p))).toBeLessThan(SIGMAS);
      const bare = await lab.run(circuit(1).rx(angle, 0).measure(0).build(), shots);
      expect(shareDeviation(bare, (outcome) => outcome === 1, p)).toBeLessThan(SIGMAS);
      // syndromes: all eight patterns, two for each
      const none = p ** 3 + (1 - p) ** 3;
      for (const [syndrome, chance] of [none, (1 - none) / 3, (1 - none) / 3].entries()) {
        const share = (outcome: number): boolean => (outcome & 3) === syndrome;
        expect(shareDeviation(counts, share, chance)).toBeLessThan(SIGMAS);
      }
    },
  );

  it('does nothing about phases: one of three qubits dephased is all dephased', async () => {
    const lab = await createLab(503, 5, DEPHASING);
    const flip = 0.1;
    const program = run(PLUS, (builder) => DATA.map((q) => builder.delay(idleNs(flip), q)));
    const counts = await lab.run(program.build(), 8000);
    const wrong = (outcome: number): boolean => bitOf(outcome, 2) === 1;
    expect(shareDeviation(counts, wrong, odd(flip))).toBeLessThan(SIGMAS);
  });
});

describe('the phase-flip code', () => {
  // Nielsen and Chuang, section 10.1.2: the same in the basis |±⟩
  const run = (state: Angles, err: (builder: CircuitBuilder) => unknown): CircuitBuilder => {
    const builder = spread(circuit(5, 3).u(...state, 0));
    for (const q of DATA) builder.h(q);
    err(builder);
    for (const q of DATA) builder.h(q);
    return unprepare(spread(correctFlip(builder)), state, 0).measure(0, 2);
  };

  it.each([[0, 0b01], [1, 0b11], [2, 0b10]])(
    'a phase flip of qubit %d shows as syndrome %d and is undone, whatever the state',
    async (flipped, syndrome) => {
      const lab = await createLab(510, 5);
      for (const state of STATES) {
        const program = run(state, (builder) => builder.z(flipped)).build();
        expect(seen(await lab.run(program, 100))).toEqual([syndrome]);
      }
    },
  );

  it.each([0.03, 0.1, 0.25, 0.4])(
    'idle qubits that dephase with p = %d: 3p² - 2p³ are not undone',
    async (p) => {
      const lab = await createLab(511, 5, DEPHASING);
      const idle = (builder: CircuitBuilder): unknown =>
        DATA.map((q) => builder.delay(idleNs(p), q));
      const counts = await lab.run(run(ZERO, idle).build(), 8000);
      const wrong = (outcome: number): boolean => bitOf(outcome, 2) === 1;
      expect(shareDeviation(counts, wrong, outvoted(p))).toBeLessThan(SIGMAS);
      const bare = circuit(1).h(0).delay(idleNs(p), 0).h(0).measure(0).build();
      const errors = await lab.run(bare, 8000);
      expect(shareDeviation(errors, (outcome) => outcome === 1, p)).toBeLessThan(SIGMAS);
    },
  );
});

describe('Shor’s code', () => {
  // Shor (1995); Nielsen and Chuang, section 10.2 and figure 10.4: three phase-flip blocks of
  // three bit-flip qubits. Here decoded without ancillas: the majority flips the first of a block.
  const BLOCKS = [0, 3, 6];
  const blocks = (builder: CircuitBuilder): CircuitBuilder => {
    for (const q of BLOCKS) builder.cx(q, q + 1).cx(q, q + 2);
    return builder;
  };
  const run = (state: Angles, err: (builder: CircuitBuilder) => unknown): CircuitBuilder => {
    const builder = circuit(9, 1).u(...state, 0).cx(0, 3).cx(0, 6);
    for (const q of BLOCKS) builder.h(q);
    err(blocks(builder));
    blocks(builder);
    for (const q of BLOCKS) builder.ccx(q + 1, q + 2, q).h(q);
    return unprepare(builder.cx(0, 3).cx(0, 6).ccx(3, 6, 0), state, 0).measure(0, 0);
  };

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('any error of qubit %d is undone', async (q) => {
    const lab = await createLab(520, 9);
    const errors: readonly ((builder: CircuitBuilder) => unknown)[] = [
      (builder) => builder.x(q),
      (builder) => builder.y(q),
      (builder) => builder.z(q),
      (builder) => builder.u(...STATES[0]!, q),
      (builder) => builder.reset(q),
    ];
    for (const err of errors) {
      expect(seen(await lab.run(run(STATES[1]!, err).build(), 40))).toEqual([0]);
    }
  });

  it('two errors are too many', async () => {
    const lab = await createLab(521, 9);
    const phases = run(ZERO, (builder) => builder.z(1).z(5)).build();
    expect(seen(await lab.run(phases, 40))).toEqual([1]);
    const flips = run(PLUS, (builder) => builder.x(6).x(8)).build();
    expect(seen(await lab.run(flips, 40))).toEqual([1]);
  });

  it.each([0.03, 0.08])('all nine dephased by p = %d: two of three blocks odd', async (p) => {
    const lab = await createLab(522, 9, DEPHASING);
    const idle = (builder: CircuitBuilder): void => {
      for (let q = 0; q < 9; q++) builder.delay(idleNs(p), q);
    };
    const counts = await lab.run(run(ZERO, idle).build(), 4000);
    const expected = outvoted(odd(p));
    expect(shareDeviation(counts, (outcome) => outcome === 1, expected)).toBeLessThan(SIGMAS);
  });

  it.each([0.05, 0.12])('all nine flipped by p = %d: an odd number outvoted', async (p) => {
    const lab = await createLab(523, 9, DEPHASING);
    const idle = (builder: CircuitBuilder): void => {
      for (let q = 0; q < 9; q++) builder.h(q).delay(idleNs(p), q).h(q);
    };
    const counts = await lab.run(run(PLUS, idle).build(), 4000);
    const expected = odd(outvoted(p));
    expect(shareDeviation(counts, (outcome) => outcome === 1, expected)).toBeLessThan(SIGMAS);
  });
});
