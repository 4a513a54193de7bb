import { unwrap } from '@xdv/domain-model';
import { evolve } from '@xdv/q-provider-sim/engine';
import { createCompiledState } from '../src/statevector/index.ts';
import { benchCircuit, CIRCUITS } from './circuits.ts';
import { gatesOf } from './ours.ts';
import type { Precision } from './published.ts';

/** Largest error of an amplitude that timing starts with. */
export const AMPLITUDE_TOLERANCE: Readonly<Record<Precision, number>> = { c64: 1e-5, c128: 1e-12 };

/**
 * Largest distance of an amplitude, global phase included, from what the plain engine makes of the
 * circuits on `qubits` qubits.
 */
export const amplitudeError = (
  qubits: number,
  precision: Precision,
  arithmetic: 'exact' | 'fused',
): number => {
  let worst = 0;
  for (const name of CIRCUITS) {
    const circuit = benchCircuit(name, qubits);
    const state = createCompiledState(qubits, { precision, arithmetic });
    state.apply(gatesOf(circuit));
    const actual = state.amplitudes();
    const expected = unwrap(evolve(circuit)).amplitudes();
    for (let i = 0; i < expected.length; i += 2) {
      const re = actual[i]! - expected[i]!;
      const distance = Math.hypot(re, actual[i + 1]! - expected[i + 1]!);
      // written so that NaN counts as the worst
      if (!(distance <= worst)) worst = distance;
    }
  }
  return worst;
};
