import { invariant, TICK_MAX } from '@xdv/domain-model';

/** What shares are counted of. */
export interface SharesOptions {
  /** Units of each resource, by its index: 1 to 2^40. */
  readonly capacities: readonly number[];
  /** Weight of a tenant: 1 to 1,000,000. A tenant that is not in it weighs 1. */
  readonly weights?: ReadonlyMap<number, number>;
  /**
   * Past use counts too, and half as much after so many ticks; capacity · `halfLifeTicks` is at
   * most 2^52. Infinity, the default: only what is held counts.
   */
  readonly halfLifeTicks?: number;
}

/**
 * Dominant shares of tenants (Ghodsi et al., "Dominant Resource Fairness", NSDI 2011). Ticks never
 * decrease from call to call.
 */
export interface Shares {
  /** `tenant` holds `units` more of the resource with this index from `tick` on. */
  take(tenant: number, resource: number, units: number, tick: number): void;
  /** It holds so many less, at most what it holds. */
  give(tenant: number, resource: number, units: number, tick: number): void;
  /**
   * The largest share of any resource that counts for `tenant` at `tick`, in millionths, over its
   * weight, rounded down. Time linear in the resources.
   */
  dominant(tenant: number, tick: number): number;
  fork(): Shares;
}

const MILLION = 1_000_000;
const CAPACITY_MAX = 2 ** 40;
const USE_MAX = 2 ** 52;

/** What one tenant holds of each resource, and its past use of each, as of `tick`. */
interface Account {
  readonly held: Float64Array;
  /** Units · ticks, halved at the end of each epoch. */
  readonly past: Float64Array;
  tick: number;
}

const inRange = (name: string, value: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= 1 && value <= max) return value;
  throw new RangeError(`${name} must be an integer from 1 to ${max}, got ${String(value)}`);
};

/**
 * Past use after `epochs` epochs with `use` in each. It settles within some fifty halvings at a
 * whole epoch's use, whatever it was: more epochs change nothing.
 */
const halved = (past: number, use: number, epochs: number): number => {
  let value = past;
  for (let left = epochs; left > 0; left--) {
    const next = Math.floor((value + use) / 2);
    if (next === value) return value;
    value = next;
  }
  return value;
};

/**
 * Past use as of `tick`. Time is cut into epochs of `half` ticks; what was used before the last
 * end of an epoch counts half, before the one but last a quarter: no power that is not of two, so
 * that shares are the same on every machine.
 */
const settledPast = (account: Account, resource: number, tick: number, half: number): number => {
  const held = account.held[resource]!;
  const past = account.past[resource]!;
  const epochs = Math.floor(tick / half) - Math.floor(account.tick / half);
  if (epochs === 0) return past + held * (tick - account.tick);
  const first = half - (account.tick % half);
  const ended = Math.floor((past + held * first) / 2);
  return halved(ended, held * half, epochs - 1) + held * (tick % half);
};

const settle = (account: Account, tick: number, half: number): void => {
  invariant(tick >= account.tick, 'shares are counted in order of time', tick);
  if (half !== Infinity) {
    account.past.forEach((_, resource) => {
      account.past[resource] = settledPast(account, resource, tick, half);
    });
  }
  account.tick = tick;
};

const copyOf = ({ held, past, tick }: Account): Account => ({
  held: held.slice(),
  past: past.slice(),
  tick,
});

const sharesOver = (
  { capacities, weights, halfLifeTicks }: Required<SharesOptions>,
  accounts: Map<number, Account>,
): Shares => {
  const accountOf = (tenant: number, tick: number): Account => {
    let account = accounts.get(tenant);
    if (account === undefined) {
      const blank = (): Float64Array => new Float64Array(capacities.length);
      accounts.set(tenant, (account = { held: blank(), past: blank(), tick }));
    }
    settle(account, tick, halfLifeTicks);
    return account;
  };
  const change = (tenant: number, resource: number, units: number, tick: number): void => {
    invariant(Number.isSafeInteger(tick) && tick >= 0, 'tick of a share', tick);
    invariant(capacities[resource] !== undefined, 'share of an unknown resource', resource);
    const { held } = accountOf(tenant, tick);
    held[resource]! += units;
    invariant(held[resource]! >= 0, 'a tenant gives back what it does not hold', units);
    // tenants without a past are forgotten: there may be as many as jobs
    const forgotten = units < 0 && halfLifeTicks === Infinity && held.every((n) => n === 0);
    if (forgotten) accounts.delete(tenant);
  };
  return {
    take(tenant, resource, units, tick) {
      invariant(Number.isSafeInteger(units) && units >= 0, 'units taken', units);
      change(tenant, resource, units, tick);
    },
    give(tenant, resource, units, tick) {
      invariant(Number.isSafeInteger(units) && units >= 0, 'units given back', units);
      change(tenant, resource, -units, tick);
    },
    dominant(tenant, tick) {
      const account = accounts.get(tenant);
      if (account === undefined) return 0;
      settle(account, tick, halfLifeTicks);
      const { held, past } = account;
      const weight = weights.get(tenant) ?? 1;
      let largest = 0;
      for (let r = 0; r < capacities.length; r++) {
        // the product first: a share that is a whole number of millionths stays one
        const millionths = (held[r]! + past[r]! / halfLifeTicks) * MILLION;
        largest = Math.max(largest, Math.floor(millionths / (capacities[r]! * weight)));
      }
      return largest;
    },
    fork: () => {
      const copies = new Map<number, Account>();
      for (const [tenant, account] of accounts) copies.set(tenant, copyOf(account));
      return sharesOver({ capacities, weights, halfLifeTicks }, copies);
    },
  };
};

/**
 * Counts what tenants hold and, with a half-life, what they used: the share of a resource is
 * (units held + past use / `halfLifeTicks`) / capacity, so that a tenant which always held all of
 * it counts between 2 and 3 whole resources, and one that never did counts nothing. Past use is
 * unit · ticks, counted half at the end of every `halfLifeTicks` (multiples from tick 0 on).
 * Throws RangeError for an option out of range. A call costs O(resources).
 */
export const createShares = (options: SharesOptions): Shares => {
  const { capacities, weights = new Map<number, number>(), halfLifeTicks = Infinity } = options;
  for (const capacity of capacities) inRange('a capacity', capacity, CAPACITY_MAX);
  for (const weight of weights.values()) inRange('the weight of a tenant', weight, MILLION);
  if (halfLifeTicks !== Infinity) {
    const most = Math.min(TICK_MAX, Math.floor(USE_MAX / Math.max(1, ...capacities)));
    inRange('halfLifeTicks', halfLifeTicks, most);
  }
  const given = { capacities: [...capacities], weights: new Map(weights), halfLifeTicks };
  return sharesOver(given, new Map());
};
