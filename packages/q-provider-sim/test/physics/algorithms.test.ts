import { circuit, createRandom, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { bitOf, hits, parityOf, seen } from './support/counts.ts';
import { fourier } from './support/fourier.ts';
import { createLab } from './support/lab.ts';
import { shuffled } from './support/random.ts';
import {
  deviation,
  distributionDeviation,
  shareDeviation,
  SIGMAS,
} from './support/statistics.ts';

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, k) => from + k);

const hadamards = (builder: CircuitBuilder, qubits: readonly number[]): CircuitBuilder => {
  for (const q of qubits) builder.h(q);
  return builder;
};

/** Changes the sign of basis state `index` of `qubits`, where `controls` are 1. */
const flipSign = (
  builder: CircuitBuilder,
  qubits: readonly number[],
  index: number,
  controls: readonly number[] = [],
): CircuitBuilder => {
  const zeros = qubits.filter((_, k) => bitOf(index, k) === 0);
  for (const q of zeros) builder.x(q);
  builder.gate('z', [qubits[0]!], [], [...qubits.slice(1), ...controls]);
  for (const q of zeros) builder.x(q);
  return builder;
};

describe('Deutsch-Jozsa', () => {
  // Nielsen and Chuang, section 1.4.4: all zeros with amplitude Σ (-1)^f(x) / 2^n
  const qubits = range(0, 4);
  const decide = (table: readonly number[]): CircuitBuilder => {
    const builder = hadamards(circuit(4), qubits);
    for (const [x, value] of table.entries()) if (value === 1) flipSign(builder, qubits, x);
    return hadamards(builder, qubits).measureAll();
  };
  const random = createRandom(300);

  it('a constant function always answers 0', async () => {
    const lab = await createLab(301, 4);
    for (const value of [0, 1]) {
      const program = decide(Array<number>(16).fill(value)).build();
      expect(seen(await lab.run(program, 200))).toEqual([0]);
    }
  });

  it('a balanced function never does, whichever of the 12,870', async () => {
    const lab = await createLab(302, 4);
    for (let k = 0; k < 12; k++) {
      const table = shuffled(16, random).map((x) => x & 1);
      expect(seen(await lab.run(decide(table).build(), 200))).not.toContain(0);
    }
  });

  it('any other answers 0 with the square of its mean sign', async () => {
    const lab = await createLab(303, 4);
    for (const ones of [1, 3, 6]) {
      const table = shuffled(16, random).map((x) => (x < ones ? 1 : 0));
      const counts = await lab.run(decide(table).build(), 3000);
      const zero = (1 - ones / 8) ** 2;
      expect(shareDeviation(counts, (outcome) => outcome === 0, zero)).toBeLessThan(SIGMAS);
    }
  });
});

describe('Bernstein-Vazirani', () => {
  // Bernstein and Vazirani (1997): f(x) = s · x, one query, the ancilla in |−⟩ kicks the sign back
  it.each([0b0000000, 0b0000001, 0b1011001, 0b1111111])('reads %d in one query', async (secret) => {
    const lab = await createLab(310, 8);
    const builder = hadamards(circuit(8, 7).x(7), range(0, 8));
    for (const q of range(0, 7)) if (bitOf(secret, q) === 1) builder.cx(q, 7);
    hadamards(builder, range(0, 7));
    for (const q of range(0, 7)) builder.measure(q);
    expect(seen(await lab.run(builder.build(), 100))).toEqual([secret]);
  });
});

describe('Simon', () => {
  // Simon (1997): f(x) = f(x ⊕ s), so outcomes are uniform over the y with s · y = 0
  const query = (secret: number, n: number): CircuitBuilder => {
    const builder = hadamards(circuit(2 * n, n), range(0, n));
    for (const q of range(0, n)) builder.cx(q, n + q);
    const pivot = range(0, n).find((q) => bitOf(secret, q) === 1)!;
    for (const q of range(0, n)) if (bitOf(secret, q) === 1) builder.cx(pivot, n + q);
    hadamards(builder, range(0, n));
    for (const q of range(0, n)) builder.measure(q);
    return builder;
  };

  it.each([[0b11, 2], [0b101, 3], [0b110, 3], [0b1011, 4]])('finds %d of %d bits', async (s, n) => {
    const lab = await createLab(320, 8);
    const counts = await lab.run(query(s, n).build(), 2000);
    const exact = range(0, 2 ** n).map((y) => (parityOf(y, s) === 0 ? 2 / 2 ** n : 0));
    expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
    // the secret is what every outcome is orthogonal to, and nothing else is
    const candidates = range(1, 2 ** n).filter((candidate) =>
      seen(counts).every((y) => parityOf(y, candidate) === 0),
    );
    expect(candidates).toEqual([s]);
  });
});

/** One round: the sign of every marked state, then 1 - 2|s⟩⟨s| (its usual negative up to sign). */
const groverRound = (
  builder: CircuitBuilder,
  qubits: readonly number[],
  marked: readonly number[],
  controls: readonly number[] = [],
): CircuitBuilder => {
  for (const index of marked) flipSign(builder, qubits, index, controls);
  hadamards(builder, qubits);
  flipSign(builder, qubits, 0, controls);
  return hadamards(builder, qubits);
};

describe('Grover', () => {
  // Nielsen and Chuang, section 6.1.3: after k rounds sin²((2k + 1)θ), sin²θ = M / 2^n
  it.each([
    [2, [1]],
    [3, [5]],
    [3, [2, 3]],
    [4, [11]],
    [4, [0, 7, 9]],
    [5, [19]],
  ])('on %d qubits marking %j: sin²((2k + 1)θ) after each round', async (n, marked) => {
    const lab = await createLab(330 + n + 10 * marked.length, n);
    const theta = Math.asin(Math.sqrt(marked.length / 2 ** n));
    const best = Math.floor(Math.PI / 4 / theta);
    const builder = hadamards(circuit(n), range(0, n));
    for (let k = 0; k <= best + 1; k++) {
      const counts = await lab.run(circuit(n).append(builder.build()).measureAll().build(), 2000);
      const found = Math.sin((2 * k + 1) * theta) ** 2;
      expect(shareDeviation(counts, (x) => marked.includes(x), found)).toBeLessThan(SIGMAS);
      // the others share the rest equally
      const exact = range(0, 2 ** n).map((x) =>
        marked.includes(x) ? found / marked.length : (1 - found) / (2 ** n - marked.length),
      );
      expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
      groverRound(builder, range(0, n), marked);
    }
  });
});

describe('quantum Fourier transform', () => {
  // Nielsen and Chuang, section 5.1 and exercise 5.5
  const qubits = range(0, 5);
  const prepare = (index: number): CircuitBuilder => {
    const builder = circuit(5);
    for (const q of qubits) if (bitOf(index, q) === 1) builder.x(q);
    return builder;
  };

  it.each([0, 1, 3])('a state of period 2^%d has peaks at multiples of 2^n / r', async (log) => {
    const lab = await createLab(340 + log, 5);
    for (const offset of [0, 2 ** log - 1]) {
      // Σ |offset + j 2^log⟩: the high bits in superposition, the low ones fixed
      const builder = hadamards(prepare(offset), range(log, 5));
      const counts = await lab.run(fourier(builder, qubits, 1).measureAll().build(), 2000);
      const exact = range(0, 32).map((k) => (k % 2 ** (5 - log) === 0 ? 1 / 2 ** log : 0));
      expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
    }
  });

  it('phases e^{2πi x k / 2^n} are those of the definition: the inverse finds x', async () => {
    const lab = await createLab(345, 5);
    for (const x of [1, 6, 21, 31]) {
      const builder = hadamards(circuit(5), qubits);
      for (const q of qubits) builder.p((2 * Math.PI * x * 2 ** q) / 32, q);
      const counts = await lab.run(fourier(builder, qubits, -1).measureAll().build(), 100);
      expect(seen(counts)).toEqual([x]);
    }
  });

  it('twice is x → -x, with its inverse nothing', async () => {
    const lab = await createLab(346, 5);
    for (const x of [0, 3, 16, 29]) {
      const twice = fourier(fourier(prepare(x), qubits, 1), qubits, 1).measureAll().build();
      expect(seen(await lab.run(twice, 50))).toEqual([(32 - x) % 32]);
      const none = fourier(fourier(prepare(x), qubits, 1), qubits, -1).measureAll().build();
      expect(seen(await lab.run(none, 50))).toEqual([x]);
    }
  });
});

/** Chance that phase estimation with `t` bits reads k / 2^t when the phase is off it by `off`. */
const readingChance = (t: number, off: number): number => {
  const size = 2 ** t;
  const sine = Math.sin(Math.PI * off);
  if (Math.abs(sine) < 1e-12) return 1;
  return (Math.sin(Math.PI * size * off) / (size * sine)) ** 2;
};

describe('phase estimation', () => {
  // Nielsen and Chuang, section 5.2: amplitude of k is Σ_j exp(2πi j (φ - k/2^t)) / 2^t
  const T = 5;
  const estimate = (phase: number): CircuitBuilder => {
    const builder = hadamards(circuit(T + 1, T).x(T), range(0, T));
    for (const q of range(0, T)) builder.cp(2 * Math.PI * phase * 2 ** q, q, T);
    fourier(builder, range(0, T), -1);
    for (const q of range(0, T)) builder.measure(q);
    return builder;
  };

  it('reads a phase of t bits exactly', async () => {
    const lab = await createLab(350, T + 1);
    for (const k of [0, 1, 11, 16, 31]) {
      expect(seen(await lab.run(estimate(k / 32).build(), 100))).toEqual([k]);
    }
  });

  it.each([0.3, 0.15, 10.5 / 32])('reads %d as its whole distribution says', async (phase) => {
    const lab = await createLab(351, T + 1);
    const counts = await lab.run(estimate(phase).build(), 8000);
    const exact = range(0, 32).map((k) => readingChance(T, phase - k / 32));
    expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
  });

  it('in the worst case reads one of the two nearest with chance over 8/π²', async () => {
    // Cleve, Ekert, Macchiavello and Mosca (1998): each 4/π² = 0.405 in the limit
    const lab = await createLab(352, T + 1);
    const counts = await lab.run(estimate(10.5 / 32).build(), 20_000);
    const near = hits(counts, (outcome) => outcome === 10 || outcome === 11);
    const exact = 2 * readingChance(T, 0.5 / 32);
    expect(exact).toBeGreaterThan(8 / Math.PI ** 2);
    expect(deviation(near, 20_000, exact)).toBeLessThan(SIGMAS);
  });

  it('finds the order of 7 modulo 15, and the factors 3 and 5', async () => {
    // Shor's algorithm, Nielsen and Chuang, section 5.3; 7x mod 15 exchanges bits and inverts them
    const t = 3;
    const lab = await createLab(353, t + 4);
    const builder = hadamards(circuit(t + 4, t).x(t), range(0, t));
    for (const q of range(0, t)) {
      for (let k = 0; k < 2 ** q; k++) {
        for (const b of [2, 1, 0]) builder.gate('swap', [t + b, t + b + 1], [], [q]);
        for (const b of range(0, 4)) builder.cx(q, t + b);
      }
    }
    fourier(builder, range(0, t), -1);
    for (const q of range(0, t)) builder.measure(q);
    const counts = await lab.run(builder.build(), 4000);
    // order 4: the phases 0, 1/4, 2/4 and 3/4 alike
    const exact = range(0, 8).map((k) => (k % 2 === 0 ? 1 / 4 : 0));
    expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
    const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
    const order = Math.max(...seen(counts).map((k) => 8 / gcd(8, k)));
    expect([gcd(7 ** (order / 2) - 1, 15), gcd(7 ** (order / 2) + 1, 15)]).toEqual([3, 5]);
  });
});

describe('quantum counting', () => {
  // Brassard, Høyer and Tapp (1998); Nielsen and Chuang, section 6.3: phase estimation of the
  // Grover iteration, whose eigenvalues are e^{±2iθ} with equal weight
  it.each([1, 2, 3])('of %d marked states among 8', async (marks) => {
    const t = 5;
    const counting = range(0, t);
    const search = range(t, t + 3);
    const marked = range(0, marks).map((k) => (3 * k + 1) % 8);
    const lab = await createLab(360 + marks, t + 3);
    const builder = hadamards(circuit(t + 3, t), range(0, t + 3));
    for (const q of counting) {
      for (let k = 0; k < 2 ** q; k++) {
        groverRound(builder, search, marked, [q]);
        builder.z(q); // the round above is the negative of Grover's
      }
    }
    fourier(builder, counting, -1);
    for (const q of counting) builder.measure(q);
    const counts = await lab.run(builder.build(), 6000);
    const phase = Math.asin(Math.sqrt(marks / 8)) / Math.PI;
    const exact = range(0, 2 ** t).map(
      (k) => (readingChance(t, phase - k / 32) + readingChance(t, -phase - k / 32)) / 2,
    );
    expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
    const [likely] = counts.rows.reduce((a, b) => (b[1] > a[1] ? b : a));
    expect(Math.round(8 * Math.sin((Math.PI * likely) / 32) ** 2)).toBe(marks);
  });
});
