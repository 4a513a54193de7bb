/**
 * The chance that a case fails a provider whose device does what it declares, per case. Simulators
 * with fixed seeds pass or fail for good.
 */
export const FALSE_ALARM = 1e-9;

const term = (share: number, probability: number): number =>
  share === 0 ? 0 : share * Math.log(share / probability);

/** Relative entropy of two biased coins, in nats. */
const divergence = (share: number, probability: number): number =>
  term(share, probability) + term(1 - share, 1 - probability);

/**
 * Whether `hits` of `shots` is too many or too few for a probability within [low, high], when
 * `looks` such questions are asked of one sample. Right but for FALSE_ALARM: the chance of a share
 * at least as far off is at most exp(-n D(share ‖ p)) on either side (Chernoff 1952; Hoeffding
 * 1963, theorem 1), and the looks add up.
 */
export const isTooUnlikely = (
  hits: number,
  shots: number,
  low: number,
  high: number,
  looks: number,
): boolean => {
  const share = hits / shots;
  const nearest = Math.min(Math.max(share, low), high);
  if (nearest === share) return false;
  return shots * divergence(share, nearest) > Math.log((2 * looks) / FALSE_ALARM);
};
