import { logOfComplement } from './logarithm.ts';
import type { PauliProbabilities } from './pauli-noise.ts';

/** 1 - √(1 - c), without cancellation. */
const rootOfComplement = (c: number): number => c / (1 + Math.sqrt(1 - c));

/** 1 - e^x for x ≤ 0, without cancellation. */
const complementOfExp = (x: number): number => {
  let halvings = 0;
  let y = x;
  for (; y < -0.1; y /= 2) halvings++;
  let sum = 0;
  for (let k = 12; k >= 1; k--) sum = (y / k) * (1 + sum);
  // e^2y - 1 = (e^y - 1)(e^y + 1)
  for (; halvings > 0; halvings--) sum *= sum + 2;
  return -sum;
};

/** Whether the Paulis of two indices anticommute: X of one meets Z of the other, an odd number. */
const anticommute = (a: number, b: number): boolean => {
  let odd = 0;
  const swapped = ((b & 0x55) << 1) | ((b >> 1) & 0x55);
  for (let rest = a & swapped; rest !== 0; rest &= rest - 1) odd++;
  return odd % 2 === 1;
};

/**
 * Depolarizing on k qubits: each Pauli anticommutes with half of all others, so with each of them
 * at q, 1 - p 4^k / (4^k - 1) = (1 - 2q)^(4^k / 2).
 */
const ofDepolarizing = (each: number, count: number): Float64Array => {
  let complement = count * each;
  for (let root = 2; root < count; root *= 2) complement = rootOfComplement(complement);
  return new Float64Array(count).fill(complement / 2, 1);
};

/** ln of the factor by which the channel shrinks each Pauli; null unless all are above 0. */
const shrinkage = (probabilities: PauliProbabilities): Float64Array | null => {
  const logs = new Float64Array(probabilities.length);
  for (let b = 1; b < logs.length; b++) {
    let turned = 0;
    for (let a = 1; a < logs.length; a++) turned += anticommute(a, b) ? probabilities[a]! : 0;
    if (turned >= 0.5) return null;
    logs[b] = logOfComplement(2 * turned);
  }
  return logs;
};

/** Rounding may leave an error that is not there this far below 0, in relation to the whole. */
const ROUNDING = 1e-12;

const ofChannel = (probabilities: PauliProbabilities): Float64Array | null => {
  const count = probabilities.length;
  const logs = shrinkage(probabilities);
  if (logs === null) return null;
  const total = probabilities.reduce((sum, p, index) => (index === 0 ? sum : sum + p), 0);
  const errors = new Float64Array(count);
  for (let a = 1; a < count; a++) {
    let sum = 0;
    for (let b = 1; b < count; b++) sum += anticommute(a, b) ? -logs[b]! : logs[b]!;
    // ln(1 - 2q)
    const log = (-2 * sum) / count;
    if (log > ROUNDING * total) return null;
    errors[a] = complementOfExp(Math.min(0, log)) / 2;
    if (errors[a]! < ROUNDING * total) errors[a] = 0;
  }
  return errors;
};

/**
 * Independent Pauli errors that together are the channel, exactly, as probabilities by the same
 * index; null if there are none (Gidney 2021, section 3.6; Flammia and Wallman 2020). A channel of
 * one Pauli is its own. At most 4 qubits.
 */
export const independentErrors = (probabilities: PauliProbabilities): Float64Array | null => {
  const own = probabilities.slice();
  own[0] = 0;
  const happening = own.filter((p) => p > 0);
  if (happening.length <= 1) return own;
  const [first = 0] = happening;
  const uniform = happening.length === own.length - 1 && happening.every((p) => p === first);
  if (!uniform) return ofChannel(probabilities);
  // beyond what leaves nothing, no independent errors do it
  return first * own.length <= 1 ? ofDepolarizing(first, own.length) : null;
};
