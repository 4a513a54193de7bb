import { XdvError, type SchedulingPolicy } from '@xdv/domain-model';
import { POLICY_CATALOGUE } from '@xdv/scheduler';
import type { Context } from '../commands/context.ts';
import { loadPolicies } from '../policy/load.ts';
import { nearest } from './suggestion.ts';

/** Names that were probably meant by those in `text` that nobody knows. */
const suggested = (text: string): string | undefined => {
  const known = POLICY_CATALOGUE.flatMap(({ short, policy }) => [short, policy.name]);
  const words = text.split('+').map((part) => (known.includes(part) ? part : nearest(part, known)));
  return words.includes(undefined) ? undefined : words.join('+');
};

/**
 * The policy that a word of the command line means (see `loadPolicies`). Throws ARGUMENT_INVALID
 * for an unknown name, with the one that was probably meant and those that there are.
 */
export const policyNamed = async (context: Context, text: string): Promise<SchedulingPolicy> => {
  try {
    return await loadPolicies(context, text);
  } catch (error) {
    if (!(error instanceof XdvError) || error.code !== 'ARGUMENT_INVALID') throw error;
    const instead = suggested(text);
    if (instead === undefined || instead === text) throw error;
    const { code, message, hint } = error.fault;
    throw new XdvError({ code, message, hint: `Did you mean ${instead}? ${hint}` });
  }
};
