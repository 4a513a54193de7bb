import type { CircuitOp } from '@xdv/domain-model';
import type { Lowering } from './lowering.ts';
import type { Place } from './place.ts';
import { store, type Variable } from './variable.ts';
import type { Writes } from './writes.ts';

const variablesOf = (place: Place): readonly Variable[] => {
  if (place.kind === 'part') return [place.whole.variable];
  return place.kind === 'cell' || place.kind === 'view'
    ? [place.variable]
    : place.bits.map(({ variable }) => variable);
};

const storeOld = (low: Lowering, variable: Variable, bound: number): void => {
  if (variable.birth < bound) store(low, variable);
};

/**
 * Has the bits hold whatever `writes` may change, if it was born before `bound`: what is done next
 * is done only on some outcomes.
 */
export const prepare = (
  low: Lowering,
  { symbols, returns }: Writes,
  bound = Number.POSITIVE_INFINITY,
): void => {
  for (const symbol of symbols) {
    const binding = low.bindings.get(symbol);
    if (binding?.kind !== 'place') continue;
    for (const variable of variablesOf(binding.place)) storeOld(low, variable, bound);
  }
  const result = low.frame?.result;
  if (returns && result) storeOld(low, result, bound);
};

/** What `body` emits, for a list that runs only on some outcomes. {@link prepare} came first. */
export const branch = <T>(
  low: Lowering,
  body: () => T,
): { readonly ops: CircuitOp[]; readonly result: T } =>
  low.bounded(low.birth(), () => low.out.collect(body));
