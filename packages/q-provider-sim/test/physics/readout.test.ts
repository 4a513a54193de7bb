import { circuit, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { bitOf } from './support/counts.ts';
import { createLab, type Lab } from './support/lab.ts';
import {
  combine,
  distance,
  mean,
  SIGMAS,
  type Estimate,
} from './support/statistics.ts';

const QUBITS = [
  { read1Given0: 0.03, read0Given1: 0.08 },
  { read1Given0: 0.11, read0Given1: 0.02 },
  { read1Given0: 0, read0Given1: 0.15 },
];
const ALL = [0, 1, 2];

interface Readout {
  readonly read1Given0: Estimate;
  readonly read0Given1: Estimate;
}

/** Share of shots in which `bit` is not what was prepared. */
const calibrate = async (lab: Lab, shots: number): Promise<readonly Readout[]> => {
  const zeros = await lab.run(circuit(3).measureAll().build(), shots);
  const ones = await lab.run(circuit(3).x(0).x(1).x(2).measureAll().build(), shots);
  return ALL.map((q) => ({
    read1Given0: mean(zeros, (outcome) => bitOf(outcome, q)),
    read0Given1: mean(ones, (outcome) => 1 - bitOf(outcome, q)),
  }));
};

/** What ⟨Z⟩ becomes when it is read: offset + scale ⟨Z⟩. */
const affineOf = ({ read1Given0, read0Given1 }: Readout) => ({
  offset: read0Given1.value - read1Given0.value,
  scale: 1 - read0Given1.value - read1Given0.value,
  /** Standard error of offset and of scale alike. */
  error: Math.hypot(read0Given1.error, read1Given0.error),
});

/**
 * ⟨Z…Z⟩ of the qubits of `mask` with the readout inverted qubit by qubit (Maciejewski, Zimborás and
 * Oszmaniec, Quantum 4, 257 (2020)). The errors of the calibration enter to first order, bounded by
 * those of factors of size one.
 */
const mitigated = async (
  lab: Lab,
  builder: CircuitBuilder,
  qubits: readonly number[],
  readouts: readonly Readout[],
  shots: number,
): Promise<Estimate> => {
  const counts = await lab.run(builder.measureAll().build(), shots);
  const maps = qubits.map((q) => ({ q, ...affineOf(readouts[q]!) }));
  const raw = mean(counts, (outcome) =>
    maps.reduce((z, { q, offset, scale }) => (z * (1 - 2 * bitOf(outcome, q) - offset)) / scale, 1),
  );
  const calibration = maps.map(
    ({ error, scale }) => [Math.SQRT2 / scale, { value: 0, error }] as const,
  );
  return combine([1, raw], ...calibration);
};

describe('readout errors', () => {
  // Nachman et al., npj Quantum Information 6, 84 (2020): prepare 0 and 1, count what is misread

  it('are recovered by preparing and reading basis states (XDV-072.1)', async () => {
    const lab = await createLab(700, 3, { qubit: (q) => QUBITS[q]! });
    for (const [q, readout] of (await calibrate(lab, 20_000)).entries()) {
      expect(distance(readout.read1Given0, QUBITS[q]!.read1Given0)).toBeLessThan(SIGMAS);
      expect(distance(readout.read0Given1, QUBITS[q]!.read0Given1)).toBeLessThan(SIGMAS);
      expect(readout.read0Given1.error).toBeLessThan(0.003);
    }
  });

  it('are taken out of the correlations of a GHZ state', async () => {
    const lab = await createLab(701, 3, { qubit: (q) => QUBITS[q]! });
    const readouts = await calibrate(lab, 40_000);
    const ghz = (): CircuitBuilder => circuit(3).h(0).cx(0, 1).cx(1, 2);
    for (const pair of [[0, 1], [0, 2], [1, 2]]) {
      const counts = await lab.run(ghz().measureAll().build(), 10_000);
      const raw = mean(counts, (outcome) =>
        pair.reduce((z, q) => z * (1 - 2 * bitOf(outcome, q)), 1),
      );
      expect(raw.value + SIGMAS * raw.error).toBeLessThan(1);
      const fixed = await mitigated(lab, ghz(), pair, readouts, 10_000);
      expect(distance(fixed, 1)).toBeLessThan(SIGMAS);
      expect(fixed.error).toBeLessThan(0.02);
    }
    const odd = await mitigated(lab, ghz(), ALL, readouts, 10_000);
    expect(distance(odd, 0)).toBeLessThan(SIGMAS);
  });

  it('are taken out of the polarization of single qubits', async () => {
    const lab = await createLab(702, 3, { qubit: (q) => QUBITS[q]! });
    const readouts = await calibrate(lab, 40_000);
    const angles = [0.4, 1.2, 2.5];
    for (const q of ALL) {
      const builder = circuit(3);
      for (const [k, angle] of angles.entries()) builder.ry(angle, k);
      const fixed = await mitigated(lab, builder, [q], readouts, 10_000);
      expect(distance(fixed, Math.cos(angles[q]!))).toBeLessThan(SIGMAS);
      expect(fixed.error).toBeLessThan(0.02);
    }
  });

  it('strike each reading anew, and do not touch the state', async () => {
    // reading twice: two independent errors about one state
    const lab = await createLab(703, 1, { qubit: { read1Given0: 0.1, read0Given1: 0.2 } });
    const twice = circuit(1, 2).x(0).measure(0, 0).measure(0, 1).build();
    const counts = await lab.run(twice, 10_000);
    for (const [outcome, expected] of [0.2 * 0.2, 0.8 * 0.2, 0.2 * 0.8, 0.8 * 0.8].entries()) {
      const share = mean(counts, (value) => (value === outcome ? 1 : 0));
      expect(distance(share, expected)).toBeLessThan(SIGMAS);
    }
  });
});
