import { circuit, createRandom, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { bitOf, hits, seen, select } from './support/counts.ts';
import { createLab, gate, when } from './support/lab.ts';
import { randomAngles } from './support/random.ts';
import { AXES, blochOf, toBasis, unprepare, type Angles } from './support/states.ts';
import {
  combine,
  correlation,
  correlationDeviation,
  deviation,
  distance,
  distributionDeviation,
  shareDeviation,
  SIGMAS,
  type Estimate,
} from './support/statistics.ts';

const random = createRandom(200);
const STATES: readonly Angles[] = Array.from({ length: 4 }, () => randomAngles(random));

describe('teleportation', () => {
  // Bennett et al. (1993); Nielsen and Chuang, section 1.3.7. Qubit 0 is sent, 1 and 2 are the
  // pair, bits 0 and 1 the message.
  const send = (state: Angles): CircuitBuilder =>
    circuit(3).u(...state, 0).h(1).cx(1, 2).cx(0, 1).h(0).measure(0).measure(1);

  const receive = (builder: CircuitBuilder): CircuitBuilder =>
    when(when(builder, [1], 1, [gate('x', 2)]), [0], 1, [gate('z', 2)]);

  it.each(STATES)('carries any state: tomography finds u(%d, %d, %d)|0⟩', async (...state) => {
    const lab = await createLab(201, 3);
    const terms: [number, Estimate][] = [[0.5, { value: 1, error: 0 }]];
    for (const axis of AXES) {
      const program = toBasis(receive(send(state)), axis, 2).measure(2).build();
      const counts = await lab.run(program, 4000);
      const expected = blochOf(state)[axis];
      expect(correlationDeviation(counts, 0b100, expected)).toBeLessThan(SIGMAS);
      // whichever of the four messages was sent, each with chance 1/4
      for (const message of [0, 1, 2, 3]) {
        const part = select(counts, (outcome) => (outcome & 3) === message);
        expect(deviation(part.shots, counts.shots, 1 / 4)).toBeLessThan(SIGMAS);
        expect(correlationDeviation(part, 0b100, expected)).toBeLessThan(SIGMAS);
      }
      terms.push([expected / 2, correlation(counts, 0b100)]);
    }
    const fidelity = combine(...terms);
    expect(distance(fidelity, 1)).toBeLessThan(SIGMAS);
    expect(fidelity.error).toBeLessThan(0.01);
  });

  it.each(STATES)('is exact: undoing u(%d, %d, %d) gives |0⟩ every time', async (...state) => {
    const lab = await createLab(202, 3);
    const program = unprepare(receive(send(state)), state, 2).measure(2).build();
    expect(seen(await lab.run(program, 2000))).toEqual([0b000, 0b001, 0b010, 0b011]);
  });

  it('tells nothing without the message: the receiver has a fair coin in every basis', async () => {
    const lab = await createLab(203, 3);
    for (const axis of AXES) {
      const program = toBasis(send(STATES[0]!), axis, 2).measure(2).build();
      const counts = await lab.run(program, 4000);
      expect(correlationDeviation(counts, 0b100, 0)).toBeLessThan(SIGMAS);
    }
  });

  it('works on a container, the client carrying the message (XDV-060.4)', async () => {
    const lab = await createLab(204, 3);
    const state = STATES[1]!;
    const messages = new Set<number>();
    for (let k = 0; k < 60; k++) {
      const container = await lab.open(3);
      await container.apply(circuit(3).u(...state, 0).h(1).cx(1, 2).cx(0, 1).h(0).build());
      const [z, x] = await container.measure(0, 1);
      const repair = circuit(3);
      if (x === 1) repair.x(2);
      if (z === 1) repair.z(2);
      await container.apply(unprepare(repair, state, 2).build());
      expect(await container.measure(2)).toEqual([0]);
      messages.add(2 * x! + z!);
      await container.close();
    }
    // one of four not seen in 60: once in ten million
    expect(messages.size).toBe(4);
  });

  it('through a dephased pair shrinks X and Y by e^{-t/T2}, and not Z', async () => {
    const t2Ns = 40_000;
    const lab = await createLab(205, 3, { qubit: (q) => (q === 2 ? { t2Ns } : {}) });
    const state: Angles = [1, 0.7, 0];
    const kept = Math.exp(-20_000 / t2Ns);
    for (const axis of AXES) {
      const builder = circuit(3).h(1).cx(1, 2).delay(20_000, 2).barrier();
      builder.u(...state, 0).cx(0, 1).h(0).measure(0).measure(1);
      const counts = await lab.run(toBasis(receive(builder), axis, 2).measure(2).build(), 6000);
      const expected = blochOf(state)[axis] * (axis === 'Z' ? 1 : kept);
      expect(correlationDeviation(counts, 0b100, expected)).toBeLessThan(SIGMAS);
    }
  });
});

describe('superdense coding', () => {
  // Bennett and Wiesner (1992); Nielsen and Chuang, section 2.3
  const encode = (message: number): CircuitBuilder => {
    const builder = circuit(2).h(0).cx(0, 1);
    if (bitOf(message, 1) === 1) builder.x(0);
    if (bitOf(message, 0) === 1) builder.z(0);
    return builder;
  };

  it.each([0b00, 0b01, 0b10, 0b11])('two bits travel on one qubit: %d', async (message) => {
    const lab = await createLab(210, 2);
    const program = encode(message).cx(0, 1).h(0).measureAll().build();
    expect(await lab.run(program, 500)).toEqual({ shots: 500, rows: [[message, 500]] });
  });

  it('the qubit on its way tells nothing by itself, in any basis', async () => {
    const lab = await createLab(211, 2);
    for (const message of [0, 1, 2, 3]) {
      for (const axis of AXES) {
        const counts = await lab.run(toBasis(encode(message), axis, 0).measure(0).build(), 1000);
        expect(correlationDeviation(counts, 0b01, 0)).toBeLessThan(SIGMAS);
      }
    }
  });

  it('over a dephasing qubit one bit errs by (1 - e^{-t/T2})/2, the other never', async () => {
    const lab = await createLab(212, 2, { qubit: (q) => (q === 0 ? { t2Ns: 30_000 } : {}) });
    const flipped = (1 - Math.exp(-12_000 / 30_000)) / 2;
    for (const message of [0, 1, 2, 3]) {
      const program = encode(message).delay(12_000, 0).cx(0, 1).h(0).measureAll().build();
      const counts = await lab.run(program, 3000);
      const exact = [0, 1, 2, 3].map((outcome) => {
        if (outcome === message) return 1 - flipped;
        return outcome === (message ^ 1) ? flipped : 0;
      });
      expect(distributionDeviation(counts, exact)).toBeLessThan(SIGMAS);
    }
  });
});

describe('no-cloning (the physics below XDV-032)', () => {
  /**
   * The optimal symmetric cloner of one qubit: Bužek, Braunstein, Hillery and Bruß, Physical
   * Review A 56, 3446 (1997). The copies are on qubits 0 and 1; qubit 2 keeps what is left.
   */
  const cloner = (state: Angles): CircuitBuilder =>
    circuit(3)
      // (2|00⟩ + |01⟩ + |11⟩)/√6 on qubits 1 and 2, as |q1 q2⟩
      .ry(2 * Math.asin(Math.sqrt(1 / 6)), 1)
      .x(1)
      .gate('ry', [2], [2 * Math.atan(1 / 2)], [1])
      .x(1)
      .cx(1, 2)
      .u(...state, 0)
      .cx(0, 1)
      .cx(0, 2)
      .cx(1, 0)
      .cx(2, 0);

  it.each(STATES)('the best copies of u(%d, %d, %d)|0⟩ have fidelity 5/6', async (...state) => {
    const lab = await createLab(220, 3);
    const [theta, phi, lambda] = state;
    // the third qubit is a copy of the complex conjugate, of fidelity 2/3
    const conjugate: Angles = [theta, -phi, -lambda];
    for (const [qubit, original, fidelity] of [
      [0, state, 5 / 6],
      [1, state, 5 / 6],
      [2, conjugate, 2 / 3],
    ] as const) {
      const program = unprepare(cloner(state), original, qubit).measure(qubit, 0).build();
      const counts = await lab.run(program, 6000);
      expect(shareDeviation(counts, (outcome) => outcome === 0, fidelity)).toBeLessThan(SIGMAS);
    }
  });

  it('measuring and preparing again keeps 2/3 on average, less than the cloner', async () => {
    // Massar and Popescu (1995): over the six eigenstates of X, Y and Z, a mean over all states
    const lab = await createLab(221, 1);
    const half = Math.PI / 2;
    const eigenstates: readonly Angles[] = [
      [0, 0, 0], [Math.PI, 0, 0], [half, 0, 0], [half, Math.PI, 0], [half, half, 0],
      [half, -half, 0],
    ];
    let kept = 0;
    const shots = 3000;
    for (const state of eigenstates) {
      // a basis state follows the measurement, which is what preparing its outcome gives
      const builder = circuit(1, 2).u(...state, 0).measure(0, 1);
      const counts = await lab.run(unprepare(builder, state, 0).measure(0, 0).build(), shots);
      kept += hits(counts, (outcome) => bitOf(outcome, 0) === 0);
    }
    expect(deviation(kept, 6 * shots, 2 / 3)).toBeLessThan(SIGMAS);
  });
});
