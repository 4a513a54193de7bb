import { namedSeed, type Result } from '@xdv/domain-model';
import { compileAnnotated, type AnnotatedCircuit } from './annotated.ts';
import { createBitTable, transposeInto, type BitTable } from './bit-table.ts';
import { createFrameSampler, FRAME_SHOTS, FRAME_WORDS } from './frames.ts';
import type { StabilizerNoise } from './program.ts';
import { checkSampling } from './simulate.ts';

export interface DetectorSampling {
  /** 1 to 10,000,000. */
  readonly shots: number;
  /** Safe integer; the same seed gives the same shots, and more shots begin with fewer. */
  readonly seed: number;
  readonly noise: StabilizerNoise;
}

/**
 * Detection events and observable flips of shots of the circuit itself, one row each: column d is
 * detector d, then come the observables. By Pauli frames, 1024 shots at a time: the slower, more
 * direct way to what a sampler of `detectorErrorModel` gives. Parities are against a shot without
 * noise; one that is not deterministic comes out random.
 *
 * Fails like `detectorErrorModel`, except that it does not look for determinism; with
 * RESOURCE_EXHAUSTED above 1 GiB.
 */
export const sampleDetectors = (
  annotated: AnnotatedCircuit,
  { shots, seed, noise }: DetectorSampling,
): Result<BitTable> => {
  checkSampling(shots, seed);
  const compiled = compileAnnotated(annotated, noise);
  if (!compiled.ok) return compiled;
  const parities = [...annotated.detectors, ...annotated.observables];
  const table = createBitTable(shots, parities.length);
  if (!table.ok) return table;
  const sampler = createFrameSampler(compiled.value, namedSeed(seed, 'frames'));
  const lanes = new Uint32Array(parities.length * FRAME_WORDS);
  for (let first = 0, batch = 0; first < shots; first += FRAME_SHOTS, batch++) {
    const flips = sampler.run(batch);
    lanes.fill(0);
    for (const [column, bits] of parities.entries()) {
      for (const bit of bits) {
        for (let w = 0; w < FRAME_WORDS; w++) {
          lanes[column * FRAME_WORDS + w]! ^= flips[bit * FRAME_WORDS + w]!;
        }
      }
    }
    transposeInto(table.value, first, lanes, FRAME_WORDS);
  }
  return table;
};
