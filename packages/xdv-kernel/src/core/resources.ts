import {
  show,
  fail,
  ok,
  type Circuit,
  type CircuitOp,
  type GateName,
  type Result,
} from '@xdv/domain-model';
import type { KernelState, Resource } from './state.ts';

const sizeOf = ({ profile }: Resource): number =>
  profile.domain === 'Q' ? profile.qubits : profile.oscillators;

/**
 * The first resource of a domain, in order of attachment, that is large enough and performs every
 * gate listed; only the one called `name` if that is given. Says which of these fails.
 */
export const pickResource = (
  state: KernelState,
  domain: 'Q' | 'Phi',
  amount: number,
  name: string | undefined,
  gates: readonly GateName[],
): Result<Resource> => {
  const all = state.resources.filter(({ profile }) => profile.domain === domain);
  const named = name === undefined ? all : all.filter(({ profile }) => profile.name === name);
  if (named.length === 0) {
    const have = all.map(({ profile }) => profile.name).join(', ') || 'none';
    const what = name === undefined ? `resource of ${domain}` : `resource called ${show(name)}`;
    return fail('PROVIDER_UNAVAILABLE', `there is no ${what}`, `Attached are: ${have}`);
  }
  const large = named.filter((resource) => sizeOf(resource) >= amount);
  if (large.length === 0) {
    const most = Math.max(...named.map(sizeOf));
    const [code, unit] =
      domain === 'Q'
        ? (['CIRCUIT_TOO_LARGE', 'qubits'] as const)
        : (['PROBLEM_TOO_LARGE', 'oscillators'] as const);
    const message = `${amount} ${unit} are asked for, the largest resource has ${most}`;
    return fail(code, message, `Reduce the work to ${most} ${unit} or attach a larger provider`);
  }
  const capable = large.find(({ profile }) => {
    return profile.domain !== 'Q' || gates.every((gate) => profile.gates.includes(gate));
  });
  if (capable) return ok(capable);
  return fail('GATE_UNSUPPORTED', `no device performs ${gates.join(', ')}`, 'Decompose the gates');
};

const collect = (ops: readonly CircuitOp[], gates: Set<GateName>): Set<GateName> => {
  for (const op of ops) {
    if (op.kind === 'gate') gates.add(op.gate);
    if (op.kind === 'if') collect(op.otherwise, collect(op.then, gates));
  }
  return gates;
};

/** The base gates a circuit uses, each once. */
export const gatesOf = (circuit: Circuit): readonly GateName[] => [
  ...collect(circuit.ops, new Set()),
];
