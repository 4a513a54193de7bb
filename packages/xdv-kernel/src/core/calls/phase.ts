import {
  show,
  fail,
  ok,
  validateIsing,
  type IsingProblem,
  type PhiMachineProfile,
  type PhiTransformProfile,
  type Result,
} from '@xdv/domain-model';
import { handleOf, invalid } from '../access.ts';
import { ticks } from '../admission.ts';
import { pickResource, type Picked } from '../resources.ts';
import type { KernelState, Process, Region, Resource } from '../state.ts';
import {
  abandon,
  beginCrossing,
  heldRegion,
  mayEnter,
  planJob,
  runAlone,
  runUnder,
  workOn,
  type Crossing,
} from './crossing.ts';
import { isInteger, type Handler } from './handler.ts';

/** Windows that one solve call may take. */
export const READS_MAX = 10_000;

interface WindowTerms {
  readonly problem: IsingProblem;
  readonly windowNs: number;
  readonly reads?: number;
  readonly resource?: string;
  readonly transforms?: readonly string[];
  readonly stabilityMin?: number;
}

const machine = ({ profile }: Resource): PhiMachineProfile => profile as PhiMachineProfile;

const fitsWindow = (windowNs: unknown, profile: PhiMachineProfile): Result<null> => {
  const least = profile.readoutNs + profile.stepNs;
  if (isInteger(windowNs, least, profile.windowMaxNs)) return ok(null);
  return fail(
    'COHERENCE_VIOLATION',
    `a window of ${profile.name} lasts ${least} to ${profile.windowMaxNs} ns, not ${show(windowNs)}`,
    'Ask for a window in that range',
  );
};

const findTransform = (
  { name: machineName, transforms }: PhiMachineProfile,
  name: unknown,
): Result<PhiTransformProfile> => {
  const transform = transforms.find((row) => row.name === name);
  if (transform) return ok(transform);
  const message = `${machineName} has no transform ${show(name)}`;
  const names = transforms.map((row) => row.name).join(', ');
  return fail('TRANSFORM_UNSUPPORTED', message, `It has: ${names}`);
};

const demandOf = ({ stabilityMin }: WindowTerms) =>
  stabilityMin === undefined ? {} : { stabilityMin };

/** A stability index that can be demanded, if one is. */
const checkDemand = ({ stabilityMin: demand }: WindowTerms): Result<null> => {
  const known = typeof demand === 'number' && demand >= 0 && demand <= 1;
  if (demand === undefined || known) return ok(null);
  return fail('ARGUMENT_INVALID', `a stability of ${show(demand)}`, 'Demand 0 to 1');
};

/** Each transform of a contract is one of the machine (XDV-033.2). */
const checkContracted = (transforms: unknown, profile: PhiMachineProfile): Result<null> => {
  if (transforms === undefined) return ok(null);
  if (!Array.isArray(transforms)) {
    return fail('ARGUMENT_INVALID', `transforms ${show(transforms)}`, 'Give a list of names');
  }
  for (const name of transforms as unknown[]) {
    const found = findTransform(profile, name);
    if (!found.ok) return found;
  }
  return ok(null);
};

const pickMachine = (state: KernelState, terms: WindowTerms): Result<Picked<null>> => {
  const problem = validateIsing(terms.problem);
  if (!problem.ok) return problem;
  const demand = checkDemand(terms);
  if (!demand.ok) return demand;
  const { spins } = terms.problem;
  return pickResource(state, 'Phi', spins, terms.resource, (resource) => {
    const fits = fitsWindow(terms.windowNs, machine(resource));
    return fits.ok ? checkContracted(terms.transforms, machine(resource)) : fits;
  });
};

/** What solve and open have in common: problem, machine, capability and window are all right. */
const prepare = (
  state: KernelState,
  process: Process,
  crossing: Crossing,
  terms: WindowTerms,
  reads: boolean,
): Result<Resource> => {
  const picked = pickMachine(state, terms);
  if (!picked.ok) return abandon(state, process, crossing, 'reserve', picked.fault);
  const { resource, admitted } = picked.value;
  const denial = mayEnter(state, process, crossing, resource, reads);
  if (denial) return abandon(state, process, crossing, 'validate-capability', denial);
  return admitted.ok ? ok(resource) : abandon(state, process, crossing, 'reserve', admitted.fault);
};

/** Solves `value.problem` in `value.reads` windows, under contract `a` or one of its own. */
export const solve: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Phi', call, handleOf(process, call, 'Phi'));
  const terms = (call.value ?? {}) as WindowTerms;
  const reads = terms.reads ?? 1;
  if (!isInteger(reads, 1, READS_MAX)) {
    const wrong = invalid(`reads ${show(reads)}`, `Ask for 1 to ${READS_MAX}`);
    return abandon(state, process, crossing, 'reserve', wrong);
  }
  const resource = prepare(state, process, crossing, terms, true);
  if (!resource.ok) return resource;
  const { problem, windowNs } = terms;
  const { name } = machine(resource.value);
  const demand = demandOf(terms);
  const work = { kind: 'phi.solve', resource: name, problem, windowNs, reads, ...demand } as const;
  const planned = planJob(state, crossing, work, windowNs * reads);
  if (call.a !== 0) return runUnder(state, process, crossing, planned, resource.value);
  const asked = { amount: problem.spins, length: planned.ticks, region: false };
  return runAlone(state, process, crossing, planned, resource.value, asked);
};

/** Opens an envelope for `value.problem` that lives for `value.windowNs`. */
export const open: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Phi', call, handleOf(process, call, 'Phi'));
  const terms = (call.value ?? {}) as WindowTerms;
  const resource = prepare(state, process, crossing, terms, false);
  if (!resource.ok) return resource;
  const { problem, windowNs } = terms;
  const { name, stepNs } = machine(resource.value);
  const only = terms.transforms && { transforms: [...terms.transforms] };
  const shared = { resource: name, problem, windowNs, ...only, ...demandOf(terms) };
  const work = { kind: 'phi.open', ...shared } as const;
  const planned = planJob(state, crossing, work, stepNs);
  const length = ticks(state, windowNs);
  const asked = { amount: problem.spins, length, region: true };
  return runAlone(state, process, crossing, planned, resource.value, asked);
};

const profileOf = (state: KernelState, region: Region): PhiMachineProfile => {
  const contract = state.contracts.get(region.contract)!;
  return machine(state.resources[contract.resource - 1]!);
};

/** A transform that machine and contract list, with parameters in range (XDV-033.2). */
const checkTransform = (
  profile: PhiMachineProfile,
  { transforms }: Region,
  name: unknown,
  params: unknown,
): Result<PhiTransformProfile> => {
  const found = findTransform(profile, name);
  if (!found.ok) return found;
  const transform = found.value;
  if (transforms !== null && !transforms.includes(transform.name)) {
    const message = `the contract of the envelope has no transform ${transform.name}`;
    return fail('TRANSFORM_UNSUPPORTED', message, `It has: ${transforms.join(', ') || 'none'}`);
  }
  const list = Array.isArray(params) ? (params as unknown[]) : [];
  const bad = transform.params.find(({ min, max }, i) => {
    const value = list[i];
    return typeof value !== 'number' || !(value >= min && value <= max);
  });
  if (!bad && list.length === transform.params.length) return { ok: true, value: transform };
  const ranges = transform.params.map((row) => `${row.name} ${row.min}..${row.max}`).join(', ');
  const message = `parameters ${list.map(show).join(', ')} of ${transform.name}`;
  return fail('ARGUMENT_INVALID', message, `It takes: ${ranges || 'none'}`);
};

const onEnvelope = (
  state: KernelState,
  process: Process,
  crossing: Crossing,
  then: (region: Region) => Result<unknown> | undefined,
): Result<unknown> | undefined => {
  const region = heldRegion(state, process, crossing.call.a, 'Phi');
  if (region.ok) return then(region.value);
  return abandon(state, process, crossing, 'validate-contract', region.fault);
};

/** Applies the transform `value.transform` with `value.params` to envelope `a`. */
export const apply: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Phi', call, handleOf(process, call, 'Phi'));
  return onEnvelope(state, process, crossing, (region) => {
    const { transform, params } = (call.value ?? {}) as { transform?: unknown; params?: unknown };
    const checked = checkTransform(profileOf(state, region), region, transform, params);
    if (!checked.ok) return abandon(state, process, crossing, 'bind', checked.fault);
    const { name, ns } = checked.value;
    const list = [...(params as number[])];
    const work = { kind: 'phi.apply', transform: name, params: list } as const;
    return workOn(state, process, crossing, region, { work, ns, reads: false });
  });
};

/** Reads envelope `a` out. */
export const evaluate: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Phi', call, handleOf(process, call, 'Phi'));
  return onEnvelope(state, process, crossing, (region) => {
    const work = { kind: 'phi.evaluate' } as const;
    const ns = profileOf(state, region).readoutNs;
    return workOn(state, process, crossing, region, { work, ns, reads: true });
  });
};
