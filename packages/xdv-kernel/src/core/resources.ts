import { show, fail, ok, type Result } from '@xdv/domain-model';
import type { KernelState, Resource } from './state.ts';

/** A resource, with what it admits the work with or why it does not. */
export interface Picked<T> {
  readonly resource: Resource;
  readonly admitted: Result<T>;
}

const sizeOf = ({ profile }: Resource): number =>
  profile.domain === 'Q' ? profile.qubits : profile.oscillators;

/** The resources of a domain that are large enough, in order of attachment, or why none is. */
const candidates = (
  state: KernelState,
  domain: 'Q' | 'Phi',
  amount: number,
  name: string | undefined,
): Result<readonly Resource[]> => {
  const all = state.resources.filter(({ profile }) => profile.domain === domain);
  const named = name === undefined ? all : all.filter(({ profile }) => profile.name === name);
  if (named.length === 0) {
    const have = all.map(({ profile }) => profile.name).join(', ') || 'none';
    const what = name === undefined ? `resource of ${domain}` : `resource called ${show(name)}`;
    return fail('PROVIDER_UNAVAILABLE', `there is no ${what}`, `Attached are: ${have}`);
  }
  const large = named.filter((resource) => sizeOf(resource) >= amount);
  if (large.length > 0) return ok(large);
  const most = Math.max(...named.map(sizeOf));
  const [code, unit] =
    domain === 'Q'
      ? (['CIRCUIT_TOO_LARGE', 'qubits'] as const)
      : (['PROBLEM_TOO_LARGE', 'oscillators'] as const);
  const message = `${amount} ${unit} are asked for, the largest resource has ${most}`;
  return fail(code, message, `Reduce the work to ${most} ${unit} or attach a larger provider`);
};

/** A device that performs the gates is nearer to running the work than one that does not. */
const nearer = <T>(a: Picked<T>, b: Picked<T> | undefined): boolean => {
  if (b === undefined) return true;
  const lacksGates = ({ admitted }: Picked<T>): boolean =>
    !admitted.ok && admitted.fault.code === 'GATE_UNSUPPORTED';
  return lacksGates(b) && !lacksGates(a);
};

/**
 * The first resource of a domain, in order of attachment, that is large enough and admits the work;
 * only the one called `name` if that is given. If none admits it, the one that came nearest with
 * its reason. Asks `admit` once per resource at most.
 */
export const pickResource = <T>(
  state: KernelState,
  domain: 'Q' | 'Phi',
  amount: number,
  name: string | undefined,
  admit: (resource: Resource) => Result<T>,
): Result<Picked<T>> => {
  const large = candidates(state, domain, amount, name);
  if (!large.ok) return large;
  let nearest: Picked<T> | undefined;
  for (const resource of large.value) {
    const picked = { resource, admitted: admit(resource) };
    if (picked.admitted.ok) return ok(picked);
    if (nearer(picked, nearest)) nearest = picked;
  }
  return ok(nearest!);
};
