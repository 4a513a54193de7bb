import { decide, type DecideOptions } from './decide.ts';
import type { Rules } from './model.ts';

/** Constraints that admit nothing together: a core. */
export interface Explanation {
  /** Their places in the system, ascending. */
  readonly constraints: readonly number[];
  /** Whether it is proven that without any one of them the others admit something. */
  readonly minimal: boolean;
}

/**
 * Why a system is inadmissible: each constraint in turn is left out, and for good if the others are
 * still inadmissible. Undefined if the system is not proven inadmissible. The limit is on each of
 * the decisions, one more than there are constraints.
 */
export const explain = (system: Rules, options?: DecideOptions): Explanation | undefined => {
  if (decide(system, options).kind !== 'inadmissible') return undefined;
  let constraints = system.rules.map((_, k) => k);
  let minimal = true;
  for (let k = 0; k < system.rules.length; k++) {
    const others = constraints.filter((other) => other !== k);
    const rules = others.map((other) => system.rules[other]!);
    const { kind } = decide({ ranges: system.ranges, rules }, options);
    if (kind === 'inadmissible') constraints = others;
    else if (kind === 'unknown') minimal = false;
  }
  return { constraints, minimal };
};
