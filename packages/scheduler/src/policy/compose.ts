import type { SchedulingPolicy } from '@xdv/domain-model';
import { houseWeigh } from './house.ts';

/** Policies in one composition at most. */
export const POLICY_PARTS_MAX = 16;

/** What decides first in each composition, and its `weigh` as a function of its own. */
const HEADS = new WeakMap<SchedulingPolicy, SchedulingPolicy>();
const WEIGHS = new WeakMap<SchedulingPolicy, SchedulingPolicy['weigh']>();

/** The same function each time, so that equal compositions are equal. */
const weighOf = (policy: SchedulingPolicy): SchedulingPolicy['weigh'] => {
  const known = WEIGHS.get(policy);
  if (known !== undefined) return known;
  const weigh = houseWeigh(policy) ?? ((candidate) => policy.weigh(candidate));
  WEIGHS.set(policy, weigh);
  return weigh;
};

/** The head of a composition, or of a policy with `then` that somebody wrote. */
const headOf = (policy: SchedulingPolicy): SchedulingPolicy => {
  const known = HEADS.get(policy);
  if (known !== undefined) return known;
  const { name, version, dynamic } = policy;
  const head = { name, version, weigh: weighOf(policy), ...(dynamic ? { dynamic } : {}) };
  HEADS.set(policy, head);
  return head;
};

/** The policies that a policy is composed of, in the order in which they decide; or itself. */
export const policyParts = (policy: SchedulingPolicy): readonly SchedulingPolicy[] => {
  const { then = [] } = policy;
  return then.length === 0 ? [policy] : [headOf(policy), ...then.flatMap(policyParts)];
};

/**
 * The policy that weighs like the first; where that one weighs two candidates alike, the second
 * decides, and so on (XDV-012.7). Associative: compose(compose(a, b), c) equals compose(a, b, c),
 * field by field. It is called 'a+b' with version '1+1'; `dynamic` speaks for the first, each of
 * `then` for itself. Throws RangeError for none and for more than {@link POLICY_PARTS_MAX}.
 */
export const compose = (...policies: readonly SchedulingPolicy[]): SchedulingPolicy => {
  const parts = policies.flatMap(policyParts);
  if (parts.length < 1 || parts.length > POLICY_PARTS_MAX) {
    const range = `1 to ${POLICY_PARTS_MAX}`;
    throw new RangeError(`policies must be ${range} after flattening, got ${parts.length}`);
  }
  const [head, ...then] = parts as [SchedulingPolicy, ...SchedulingPolicy[]];
  if (then.length === 0) return head;
  const composite: SchedulingPolicy = {
    name: parts.map(({ name }) => name).join('+'),
    version: parts.map(({ version }) => version).join('+'),
    weigh: weighOf(head),
    ...(head.dynamic ? { dynamic: head.dynamic } : {}),
    then,
  };
  HEADS.set(composite, head);
  return composite;
};

/** A policy as a trace records it: 'name@version', each part of a composition so, with '+'. */
export const formatPolicy = (policy: SchedulingPolicy): string =>
  policyParts(policy)
    .map(({ name, version }) => `${name}@${version}`)
    .join('+');
