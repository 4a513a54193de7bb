import { createRandom } from '@xdv/domain-model';
import { randomSequence, type Protocol } from './benchmarking.ts';
import type { Dialect } from './dialect.ts';
import type { Metric } from './interval.ts';
import { fitShares, type SharePoint } from './least-squares.ts';
import { fidelityMetric, type ProtocolOptions } from './measure-qubit.ts';

/** The figures of one coupling (XDV-072.1). */
export interface PairDiagnosis {
  readonly pair: readonly [number, number];
  /** Average fidelity of cx, the first qubit controlling, by benchmarking with cx interleaved. */
  readonly gateFidelity: Metric;
}

/** Cliffords of the sequences, and sequences of each length. */
const LENGTHS = [1, 12, 40] as const;
const SEQUENCES = 4;

/** Share of each outcome of two qubits whose polarization is lost. */
const MIXED = 1 / 4;

/**
 * Randomized benchmarking of two qubits, with cx between the Cliffords of every other sequence
 * (Magesan et al., PRL 109, 080505 (2012)). Every cx and every pulse keeps a share of the
 * polarization; both shares are fitted to how many of them each sequence takes, which leaves less
 * to chance than how many it takes on average. 24 circuits.
 */
export function* measurePair(
  pair: readonly [number, number],
  dialect: Dialect,
  { shots, seed, confidence }: ProtocolOptions,
): Protocol<PairDiagnosis> {
  const random = createRandom(seed);
  const points: SharePoint[] = [];
  for (const length of LENGTHS) {
    for (let k = 0; k < 2 * SEQUENCES; k++) {
      const between = k % 2 === 0 ? {} : ({ interleaved: 'cx' } as const);
      const options = { length, target: (k >> 1) % 4, shots, ...between };
      const { experiment, pulses, pairGates } = randomSequence(dialect, pair, random, options);
      points.push({
        hits: yield experiment,
        shots,
        predict: ([a, pulse, gate]) => MIXED + a! * pulse! ** pulses * gate! ** pairGates,
      });
    }
  }
  const fit = fitShares(points, [1 - MIXED, 0.999, 0.99]);
  const gateFidelity = fidelityMetric(fit, 2, 4, confidence, points.length * shots);
  return { pair, gateFidelity };
}
