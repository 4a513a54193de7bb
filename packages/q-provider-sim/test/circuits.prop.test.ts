import { shotDuration, unwrap, type GateName, type GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCircuit } from '../src/engine/compile.ts';
import { evolve, simulate } from '../src/engine/index.ts';
import { NOISY_CALIBRATION } from '../src/index.ts';
import { noiseFromCalibration } from '../src/noise/model.ts';
import { distribution } from './dense.ts';
import {
  arbitraryCircuit,
  arbitraryGate,
  calibration,
  chiSquareExcess,
  count,
  sampleExcess,
} from './support.ts';

const CLIFFORD: readonly GateName[] = ['x', 'y', 'z', 'h', 's', 'sdg', 'sx', 'sxdg', 'swap'];

const INVERSE: Partial<Record<GateName, GateName>> = { s: 'sdg', sdg: 's', sx: 'sxdg', sxdg: 'sx' };

/** Worse than any device, so that every wait matters. */
const LOSSY = { t1Ns: 3_000, t2Ns: 2_000, read1Given0: 0.05, read0Given1: 0.1 };

const gate = (name: GateName, qubit: number): GateOp => ({
  kind: 'gate',
  gate: name,
  targets: [qubit],
  params: [],
  controls: [],
});

const invert = (op: GateOp): GateOp => ({
  ...op,
  gate: INVERSE[op.gate] ?? op.gate,
});

describe('circuits', () => {
  it('followed by their inverse return to |0…0⟩', () => {
    fc.assert(
      fc.property(fc.array(arbitraryGate(5, CLIFFORD), { maxLength: 40 }), (ops) => {
        const back = ops.toReversed().map(invert);
        const state = unwrap(evolve({ qubits: 5, bits: 0, ops: [...ops, ...back] }));
        const amplitudes = state.amplitudes();
        expect(amplitudes[0]).toBeCloseTo(1, 10);
        expect(amplitudes[1]).toBeCloseTo(0, 10);
      }),
      { numRuns: 50 },
    );
  });

  it('count every outcome as often as its exact probability says', () => {
    const shots = 2000;
    fc.assert(
      fc.property(arbitraryCircuit(3, 3, 14), (program) => {
        const exact = distribution(program);
        const counts = count(program, { shots, seed: 5 });
        for (const outcome of Object.keys(counts)) expect([...exact.keys()]).toContain(outcome);
        expect(chiSquareExcess(counts, exact, shots)).toBeLessThan(6);
      }),
      { numRuns: 120, seed: 20 },
    );
  });

  it('with noise, may have their last measurements made at once or one by one', () => {
    const device = { ...NOISY_CALIBRATION, qubits: calibration(3, {}, LOSSY).qubits };
    fc.assert(
      fc.property(arbitraryCircuit(3, 3, 14), (program) => {
        const after = [0, 1, 2].map((q): GateOp => gate('id', q));
        const options = { shots: 1500, calibration: device };
        const atOnce = count(program, { ...options, seed: 1 });
        const oneByOne = count({ ...program, ops: [...program.ops, ...after] }, options);
        expect(sampleExcess(atOnce, oneByOne)).toBeLessThan(6);
      }),
      { numRuns: 40, seed: 21 },
    );
  });

  it('last as long as the domain model schedules them', () => {
    fc.assert(
      fc.property(arbitraryCircuit(4, 3, 20), (program) => {
        const { endNs } = compileCircuit(program, noiseFromCalibration(NOISY_CALIBRATION));
        expect(endNs).toBe(shotDuration(program, NOISY_CALIBRATION));
      }),
      { numRuns: 300 },
    );
  });

  it('run on a noisy device to the asked number of shots, twice the same', () => {
    fc.assert(
      fc.property(arbitraryCircuit(3, 2, 15), fc.maxSafeInteger(), (program, seed) => {
        const options = { shots: 20, seed, calibration: NOISY_CALIBRATION };
        const once = unwrap(simulate(program, options));
        expect(once.counts.reduce((sum, [, times]) => sum + times, 0)).toBe(20);
        expect(unwrap(simulate(program, options))).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });
});
