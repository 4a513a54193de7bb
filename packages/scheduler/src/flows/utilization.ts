import { show } from '@xdv/domain-model';
import { FLOWS_MAX, type Flow } from './flow.ts';

type Load = Pick<Flow, 'ticks' | 'period'>;

/** Fractional bits of the fixed-point numbers below. */
const BITS = 128n;
export const ONE = 1n << BITS;

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

const gcd = (a: bigint, b: bigint): bigint => {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
};

/** ΣC/T between two fixed-point numbers, `flows.length` units of the last place apart at most. */
export const utilizationRange = (
  flows: readonly Load[],
): { readonly low: bigint; readonly high: bigint } => {
  let low = 0n;
  let high = 0n;
  for (const { ticks, period } of flows) {
    const scaled = BigInt(ticks) << BITS;
    low += scaled / BigInt(period);
    high += ceilDiv(scaled, BigInt(period));
  }
  return { low, high };
};

/** ΣC/T - part/whole, exactly: its sign. The denominator grows with every period. */
const exactSign = (flows: readonly Load[], part: bigint, whole: bigint): number => {
  let over = -part;
  let under = whole;
  for (const { ticks, period } of flows) {
    const shared = gcd(BigInt(period), under % BigInt(period));
    const factor = BigInt(period) / shared;
    over = over * factor + BigInt(ticks) * (under / shared);
    under *= factor;
  }
  if (over === 0n) return 0;
  return over > 0n ? 1 : -1;
};

/**
 * The sign of ΣC/T - part/whole, without rounding: 0 means that they are the same number. Linear in
 * the flows, unless the two agree in 100 bits: then in the square of their number.
 */
export const compareUtilization = (
  flows: readonly Load[],
  part: number,
  whole: number,
): number => {
  const { low, high } = utilizationRange(flows);
  const limit = BigInt(part) << BITS;
  if (low * BigInt(whole) > limit) return 1;
  if (high * BigInt(whole) < limit) return -1;
  return exactSign(flows, BigInt(part), BigInt(whole));
};

/** A fixed-point number for people. */
export const toNumber = (fixed: bigint): number => Number(fixed >> (BITS - 64n)) / 2 ** 64;

/** ΣC/T, rounded down to a double: for people. */
export const utilization = (flows: readonly Load[]): number =>
  toNumber(utilizationRange(flows).low);

/** (1 + x)^n, rounded up at each step. */
const powerAbove = (x: bigint, n: number): bigint => {
  let result = ONE;
  let square = ONE + x;
  for (let left = n; left > 0; left >>= 1) {
    if (left & 1) result = ceilDiv(result * square, ONE);
    if (left > 1) square = ceilDiv(square * square, ONE);
  }
  return result;
};

/**
 * Liu and Layland's bound (1973, theorem 5): n flows with implicit deadlines whose ΣC/T is no more
 * than n(2^(1/n) - 1) meet them under rate-monotonic priorities. 1 for one flow, 0.8284… for two,
 * ln 2 = 0.6931… in the limit. `n` is 1 to 4096; RangeError otherwise. The same on every platform.
 */
export const rateMonotonicBound = (n: number): number => {
  if (!Number.isInteger(n) || n < 1 || n > FLOWS_MAX) {
    throw new RangeError(`n must be an integer from 1 to ${FLOWS_MAX}, got ${show(n)}`);
  }
  let low = 0n;
  let high = ONE;
  // the root of (1 + x)^n = 2 to 64 bits, which is more than a double has
  for (let bit = 0; bit < 64; bit++) {
    const middle = (low + high) >> 1n;
    if (powerAbove(middle, n) > 2n * ONE) high = middle;
    else low = middle;
  }
  return n === 1 ? 1 : toNumber(low * BigInt(n));
};

/**
 * Whether ΣC/T is within Liu and Layland's bound. It says no within 2^-100 of the bound, which is
 * irrational for two flows and more.
 */
export const withinRateMonotonicBound = (flows: readonly Load[]): boolean => {
  const n = flows.length;
  if (n === 0) return true;
  if (n === 1) return compareUtilization(flows, 1, 1) <= 0;
  const each = ceilDiv(utilizationRange(flows).high, BigInt(n));
  return powerAbove(each, n) <= 2n * ONE;
};

/**
 * The hyperbolic bound of Bini and Buttazzo (2001): Π(C/T + 1) ≤ 2, in integers. Sharper than Liu
 * and Layland's, and the best that rests on utilizations alone.
 */
export const withinHyperbolicBound = (flows: readonly Load[]): boolean => {
  let demand = 1n;
  let twice = 2n;
  for (const { ticks, period } of flows) {
    const shared = gcd(BigInt(ticks), BigInt(period));
    demand *= BigInt(ticks + period) / shared;
    twice *= BigInt(period) / shared;
  }
  return demand <= twice;
};
