import {
  checkNative,
  show,
  fail,
  ok,
  shotDuration,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { handleOf, invalid } from '../access.ts';
import { checkTerm, earliestStart, runNs, ticks } from '../admission.ts';
import { closeRegion } from '../regions.ts';
import { releaseContract } from '../contracts.ts';
import { pickResource, type Picked } from '../resources.ts';
import { isErrorBudget, isShots } from '../results.ts';
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

interface RunTerms {
  readonly circuit: Circuit;
  readonly shots: number;
  readonly budgetNs: number;
  readonly resource?: string;
  readonly errorMax?: number;
}

const device = ({ profile }: Resource): QDeviceProfile => profile as QDeviceProfile;

/**
 * What a device must be to run the job: it performs every gate, one shot fits the budget, and its
 * calibration counts from `start` to the end of the job. Gives the job's length in nanoseconds.
 */
const admitRun =
  (state: KernelState, { circuit, shots, budgetNs }: RunTerms, start: number) =>
  (resource: Resource): Result<number> => {
    const profile = device(resource);
    const native = checkNative(circuit, profile);
    if (!native.ok) return native;
    const ns = runNs(circuit, shots, budgetNs, profile);
    if (!ns.ok) return ns;
    const covered = checkTerm(resource, start, ticks(state, ns.value));
    return covered.ok ? ns : covered;
  };

const pickForRun = (
  state: KernelState,
  terms: RunTerms,
  start: number,
): Result<Picked<number>> => {
  const circuit = validateCircuit(terms.circuit);
  if (!circuit.ok) return circuit;
  if (!isShots(terms.shots)) {
    const { code, message, hint } = invalid(`shots ${show(terms.shots)}`, 'Ask for 1 to 10^7');
    return fail(code, message, hint);
  }
  if (!isInteger(terms.budgetNs, 1)) {
    const message = `decoherence budget ${show(terms.budgetNs)} ns`;
    return fail('ARGUMENT_INVALID', message, 'Write it with us() or ms()');
  }
  if (!isErrorBudget(terms.errorMax)) {
    return fail('ARGUMENT_INVALID', `errorMax ${show(terms.errorMax)}`, 'Ask for 0 to 1');
  }
  const { qubits } = terms.circuit;
  return pickResource(state, 'Q', qubits, terms.resource, admitRun(state, terms, start));
};

/** Runs `value.circuit` for `value.shots` shots, under contract `a` or one of its own. */
export const run: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Q', call, handleOf(process, call, 'Q'));
  const terms = (call.value ?? {}) as RunTerms;
  const held = call.a !== 0;
  const picked = pickForRun(state, terms, held ? state.tick : earliestStart(state));
  if (!picked.ok) return abandon(state, process, crossing, 'reserve', picked.fault);
  const { resource, admitted } = picked.value;
  const denial = mayEnter(state, process, crossing, resource, true);
  if (denial) return abandon(state, process, crossing, 'validate-capability', denial);
  if (!admitted.ok) return abandon(state, process, crossing, 'reserve', admitted.fault);
  const { circuit, shots, budgetNs, errorMax } = terms;
  const { name } = resource.profile;
  const limit = errorMax === undefined ? {} : { errorMax };
  const work = { kind: 'q.run', resource: name, circuit, shots, ...limit } as const;
  const planned = planJob(state, crossing, work, admitted.value, budgetNs);
  if (held) return runUnder(state, process, crossing, planned, resource);
  const asked = { amount: circuit.qubits, length: planned.ticks, region: false };
  return runAlone(state, process, crossing, planned, resource, asked);
};

/** A container lives for at least its reset, and no longer than its device holds a state. */
const admitContainer =
  (state: KernelState, budgetNs: number) =>
  (resource: Resource): Result<null> => {
    const { name, budgetMaxNs, calibration, containers } = device(resource);
    if (containers === false) {
      const hint = 'Use a device that keeps states between requests, or sys.q.run';
      return fail('GATE_UNSUPPORTED', `${name} has no containers`, hint);
    }
    const least = Math.max(calibration.resetNs, state.options.tickNs);
    if (budgetNs >= least && budgetNs <= budgetMaxNs) {
      return checkTerm(resource, earliestStart(state), ticks(state, budgetNs));
    }
    return fail(
      'DECOHERENCE_EXCEEDED',
      `a container on ${name} lives ${least} to ${budgetMaxNs} ns, not ${show(budgetNs)}`,
      'Ask for a budget in that range',
    );
  };

/** Allocates a container of `value.qubits` that lives for `value.budgetNs`. */
export const allocate: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Q', call, handleOf(process, call, 'Q'));
  const terms = (call.value ?? {}) as { qubits: number; budgetNs: number; resource?: string };
  const { qubits, budgetNs } = terms;
  if (!isInteger(qubits, 1) || !isInteger(budgetNs, 1)) {
    const wrong = invalid(
      `a container of ${show(qubits)} qubits for ${show(budgetNs)} ns`,
      'Ask for at least one qubit and one nanosecond',
    );
    return abandon(state, process, crossing, 'reserve', wrong);
  }
  const picked = pickResource(state, 'Q', qubits, terms.resource, admitContainer(state, budgetNs));
  if (!picked.ok) return abandon(state, process, crossing, 'reserve', picked.fault);
  const { resource, admitted } = picked.value;
  const denial = mayEnter(state, process, crossing, resource, false);
  if (denial) return abandon(state, process, crossing, 'validate-capability', denial);
  if (!admitted.ok) return abandon(state, process, crossing, 'reserve', admitted.fault);
  const { name, calibration } = device(resource);
  const work = { kind: 'q.allocate', resource: name, qubits } as const;
  const planned = planJob(state, crossing, work, calibration.resetNs);
  const asked = { amount: qubits, length: ticks(state, budgetNs), region: true };
  return runAlone(state, process, crossing, planned, resource, asked);
};

/** What needs no classical bits, and may be done to a container that goes on living. */
const APPLIED: ReadonlySet<CircuitOp['kind']> = new Set(['gate', 'reset', 'barrier', 'delay']);

const deviceOf = (state: KernelState, region: Region): QDeviceProfile => {
  const contract = state.contracts.get(region.contract)!;
  return device(state.resources[contract.resource - 1]!);
};

const checkApplied = (
  value: unknown,
  { size }: Region,
  profile: QDeviceProfile,
): Result<Circuit> => {
  const circuit = validateCircuit(value);
  if (!circuit.ok) return circuit;
  const { qubits, ops } = circuit.value;
  if (qubits > size || !ops.every(({ kind }) => APPLIED.has(kind))) {
    return fail(
      'CIRCUIT_INVALID',
      `the circuit has ${qubits} qubits of ${size}, or measures or branches`,
      'Apply gates only; measure with q.measure and branch in the process',
    );
  }
  const native = checkNative(circuit.value, profile);
  return native.ok ? circuit : native;
};

const onContainer = (
  state: KernelState,
  process: Process,
  crossing: Crossing,
  then: (region: Region) => Result<unknown> | undefined,
): Result<unknown> | undefined => {
  const region = heldRegion(state, process, crossing.call.a, 'Q');
  if (region.ok) return then(region.value);
  return abandon(state, process, crossing, 'validate-contract', region.fault);
};

/** Applies the circuit `value` to container `a`. */
export const apply: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Q', call, handleOf(process, call, 'Q'));
  return onContainer(state, process, crossing, (region) => {
    const profile = deviceOf(state, region);
    const circuit = checkApplied(call.value, region, profile);
    if (!circuit.ok) return abandon(state, process, crossing, 'bind', circuit.fault);
    const work = { kind: 'q.apply', circuit: circuit.value } as const;
    const ns = shotDuration(circuit.value, profile.calibration);
    return workOn(state, process, crossing, region, { work, ns, reads: false });
  });
};

/** Measures the qubits `value` of container `a`. */
export const measure: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Q', call, handleOf(process, call, 'Q'));
  return onContainer(state, process, crossing, (region) => {
    const qubits = call.value as readonly number[];
    const valid =
      Array.isArray(qubits) &&
      qubits.length > 0 &&
      new Set(qubits).size === qubits.length &&
      qubits.every((qubit) => isInteger(qubit, 0, region.size - 1));
    if (!valid) {
      const wrong = invalid(
        `qubits ${show(qubits)} to measure`,
        `List distinct qubits from 0 to ${region.size - 1}`,
      );
      return abandon(state, process, crossing, 'bind', wrong);
    }
    const work = { kind: 'q.measure', qubits: [...qubits] } as const;
    const ns = deviceOf(state, region).calibration.measureNs;
    return workOn(state, process, crossing, region, { work, ns, reads: true });
  });
};

/** Gives region `a` back, with its contract if that was made for it. */
export const giveBack =
  (domain: 'Q' | 'Phi'): Handler =>
  (state, process, call) => {
    const crossing = beginCrossing(state, domain, call, handleOf(process, call, domain));
    const held = heldRegion(state, process, call.a, domain);
    if (!held.ok) return abandon(state, process, crossing, 'validate-contract', held.fault);
    const contract = state.contracts.get(held.value.contract)!;
    if (contract.implicit) releaseContract(state, contract, process);
    else closeRegion(state, process, held.value, undefined);
    return ok(undefined);
  };
