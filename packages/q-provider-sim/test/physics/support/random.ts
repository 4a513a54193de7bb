import type { CircuitBuilder, RandomStream } from '@xdv/domain-model';
import type { Angles } from './states.ts';

/** Angles of a gate `u` that is Haar-random on SU(2): cos θ uniform, both phases uniform. */
export const randomAngles = (random: RandomStream): Angles => [
  Math.acos(1 - 2 * random.float()),
  2 * Math.PI * random.float(),
  2 * Math.PI * random.float(),
];

/** Density of the Haar measure of SU(4) in the angles of its Cartan part, up to a factor. */
const weylDensity = (a: number, b: number, c: number): number =>
  Math.abs(
    Math.sin(a + b) * Math.sin(a - b) * Math.sin(a + c) * Math.sin(a - c) *
      Math.sin(b + c) * Math.sin(b - c),
  );

/**
 * Appends a Haar-random SU(4): local gates, exp(-i/2 (a XX + b YY + c ZZ)), local gates, with
 * (a, b, c) drawn by rejection from the measure of the Cartan decomposition (Watts, O'Connor and
 * Vala, Entropy 15, 1963 (2013)).
 */
export const randomPair = (
  builder: CircuitBuilder,
  q0: number,
  q1: number,
  random: RandomStream,
): CircuitBuilder => {
  const local = (): void => {
    for (const q of [q0, q1]) builder.u(...randomAngles(random), q);
  };
  const angle = (): number => Math.PI * random.float();
  let cartan: readonly [number, number, number];
  do cartan = [angle(), angle(), angle()];
  while (random.float() >= weylDensity(...cartan));
  local();
  builder.rxx(cartan[0], q0, q1).ryy(cartan[1], q0, q1).rzz(cartan[2], q0, q1);
  local();
  return builder;
};

/** A random order of 0, 1, …, size - 1 (Fisher and Yates). */
export const shuffled = (size: number, random: RandomStream): readonly number[] => {
  const order = Array.from({ length: size }, (_, k) => k);
  for (let k = size - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
};
