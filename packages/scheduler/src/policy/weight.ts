import { WEIGHT_MAX } from '@xdv/domain-model';

/** `value`, or the end of the range of weights that it is beyond. Never -0. */
export const weight = (value: number): number =>
  Math.max(-WEIGHT_MAX, Math.min(WEIGHT_MAX, value)) + 0;
