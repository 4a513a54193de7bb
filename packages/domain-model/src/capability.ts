import { DOMAIN_CODE, type Domain } from './domain.ts';
import { invariant } from './invariant.ts';
import { TICK_MAX } from './time.ts';

/**
 * What a capability lets its holder do (XDV-002.5), one bit each. `execute-K` is the counterpart
 * of the other two, because no domain is an optional extra of another (XDV-001.1).
 */
export const PERMISSIONS = {
  'execute-K': 1 << 0,
  'execute-Q': 1 << 1,
  'execute-Phi': 1 << 2,
  'measure-Q': 1 << 3,
  'project-Phi': 1 << 4,
  allocate: 1 << 5,
  send: 1 << 6,
  join: 1 << 7,
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** The bit of the crossing source → target in {@link Authority.crossings}. */
export const crossingBit = (source: Domain, target: Domain): number =>
  1 << (DOMAIN_CODE[source] * 3 + DOMAIN_CODE[target]);

/** The largest resource id that an authority can name: one bit each of 31. */
export const AUTHORITY_RESOURCE_MAX = 31;

/** The bit of a resource (1 to 31) in {@link Authority.resources}; any other number is a bug. */
export const resourceBit = (resource: number): number => {
  const known = Number.isInteger(resource) && resource >= 1 && resource <= AUTHORITY_RESOURCE_MAX;
  invariant(known, 'a resource number fits an authority', resource);
  return 1 << (resource - 1);
};

/**
 * The authority that a capability carries: sets as bit masks, time as [from, until) in ticks.
 *
 * Authorities are a product of powersets and chains, so union and intersection, taken component by
 * component, form a bounded distributive lattice and containment is its order (XDV-002.6).
 */
export interface Authority {
  readonly permissions: number;
  /** Transitions allowed, see {@link crossingBit}. */
  readonly crossings: number;
  /** Resources it applies to, see {@link resourceBit}. */
  readonly resources: number;
  readonly from: number;
  readonly until: number;
}

const ALL_PERMISSIONS = Object.values(PERMISSIONS).reduce((all, bit) => all | bit, 0);
const ALL_CROSSINGS = 0x1ff;
const ALL_RESOURCES = 0x7fff_ffff;

/** The greatest authority: everything, for ever. Only the root of a machine holds it. */
export const AUTHORITY_ALL: Authority = {
  permissions: ALL_PERMISSIONS,
  crossings: ALL_CROSSINGS,
  resources: ALL_RESOURCES,
  from: 0,
  until: TICK_MAX,
};

/** The least authority: nothing, never. */
export const AUTHORITY_NONE: Authority = {
  permissions: 0,
  crossings: 0,
  resources: 0,
  from: TICK_MAX,
  until: 0,
};

/** The least authority that contains both. */
export const unionAuthority = (a: Authority, b: Authority): Authority => ({
  permissions: a.permissions | b.permissions,
  crossings: a.crossings | b.crossings,
  resources: a.resources | b.resources,
  from: Math.min(a.from, b.from),
  until: Math.max(a.until, b.until),
});

/** The greatest authority that both contain. */
export const intersectAuthority = (a: Authority, b: Authority): Authority => ({
  permissions: a.permissions & b.permissions,
  crossings: a.crossings & b.crossings,
  resources: a.resources & b.resources,
  from: Math.max(a.from, b.from),
  until: Math.min(a.until, b.until),
});

const within = (part: number, whole: number): boolean => (part & ~whole) === 0;

/** True if `whole` allows everything that `part` allows: derivation keeps this (XDV-002.7). */
export const containsAuthority = (whole: Authority, part: Authority): boolean =>
  within(part.permissions, whole.permissions) &&
  within(part.crossings, whole.crossings) &&
  within(part.resources, whole.resources) &&
  part.from >= whole.from &&
  part.until <= whole.until;
