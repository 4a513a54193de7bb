import { unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import {
  createDetector,
  createInterferometer,
  decompose,
  fourierMatrix,
  imperfect,
  largestDifference,
  meshDepth,
} from '../../src/photonics/index.ts';

it('the example of docs/how-to/photonics.md does what it says', () => {
  const fourier = fourierMatrix(4);
  const mesh = unwrap(decompose(fourier));
  expect(mesh.theta).toHaveLength(6);
  expect(meshDepth(mesh)).toBe(4);

  const light = Float64Array.of(1000, 0, 1000, 0, 1000, 0, 1000, 0);
  createInterferometer(mesh).apply(light);
  const counts = createDetector({ seed: 1 })(light);
  expect(Math.abs(counts[0]! - 4e6)).toBeLessThan(5 * 2000);
  expect([...counts.subarray(1)]).toEqual([0, 0, 0]);

  const real = imperfect(mesh, { phaseBits: 8, crosstalk: 0.01, couplerTransmittance: 0.99 });
  const transfer = createInterferometer(real.mesh, real.flaws).transfer();
  expect(largestDifference(transfer, fourier)).toBeCloseTo(0.067, 3);
});
