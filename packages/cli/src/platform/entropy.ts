import { randomInt } from 'node:crypto';
import type { Entropy } from '@xdv/domain-model';

/** Seeds from the platform's generator. Below 2^48, so they are short enough to type. */
export const platformEntropy: Entropy = { seed: () => randomInt(2 ** 48 - 1) };
