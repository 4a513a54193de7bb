import { circuit, type Behaviour, type Circuit, type IsingProblem } from 'xdv-kernel';

/** The two angles of a linear ramp, in radians. */
export type Angles = readonly [gamma: number, beta: number];

/**
 * QAOA for an Ising problem without fields (Farhi, Goldstone, Gutmann 2014): layers of
 * exp(-iγH) and a mixer, on a uniform superposition. Over the layers γ rises and β falls linearly,
 * as in annealing, so there are two angles whatever the depth (Montañez-Barrera, Michielsen 2025).
 */
export const qaoaCircuit = (
  { spins, a, b, coupling }: IsingProblem,
  [gamma, beta]: Angles,
  layers: number,
): Circuit => {
  // angles then mean the same for all problems: the couplings have root mean square 1
  const scale = Math.sqrt(coupling.reduce((sum, j) => sum + j * j, 0) / coupling.length) || 1;
  const built = circuit(spins);
  for (let q = 0; q < spins; q++) built.h(q);
  for (let layer = 0; layer < layers; layer++) {
    const progress = (layer + 0.5) / layers;
    for (let k = 0; k < coupling.length; k++) {
      built.rzz((-2 * gamma * progress * coupling[k]!) / scale, a[k]!, b[k]!);
    }
    for (let q = 0; q < spins; q++) built.rx(-2 * beta * (1 - progress), q);
  }
  return built.measureAll().build();
};

/** The spins that an outcome stands for: bit 0 is the rightmost character, 0 is spin +1. */
export const spinsOf = (outcome: string): Int8Array =>
  Int8Array.from([...outcome].reverse(), (bit) => (bit === '0' ? 1 : -1));

/**
 * Minimizes over two angles by compass search (Kolda, Lewis, Torczon, SIAM Review 45 (2003) 385):
 * moves to the first of four neighbours that is better than all before, and halves the step where
 * none is. It needs no derivatives, and the objective may be noisy: each move is a strict gain, so
 * the search ends. `evaluate` is yielded to, so that it may ask a quantum device.
 */
export function* compassSearch(
  evaluate: (angles: Angles) => Behaviour<number>,
  start: Angles,
  { step, stepMin }: { readonly step: number; readonly stepMin: number },
): Behaviour<Angles> {
  let best = start;
  let lowest = yield* evaluate(start);
  for (let size = step; size >= stepMin; ) {
    const [gamma, beta] = best;
    const around: readonly Angles[] = [
      [gamma + size, beta],
      [gamma - size, beta],
      [gamma, beta + size],
      [gamma, beta - size],
    ];
    let moved = false;
    for (const angles of around) {
      const value = yield* evaluate(angles);
      if (value >= lowest) continue;
      [best, lowest, moved] = [angles, value, true];
      break;
    }
    if (!moved) size /= 2;
  }
  return best;
}
