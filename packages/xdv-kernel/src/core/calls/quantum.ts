import {
  show,
  fail,
  jobDuration,
  ok,
  shotDuration,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type QCalibration,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { handleOf, invalid } from '../access.ts';
import { closeRegion } from '../regions.ts';
import { releaseContract } from '../contracts.ts';
import { gatesOf, pickResource } from '../resources.ts';
import { isShots } from '../results.ts';
import type { KernelState, Process, Region, Resource } from '../state.ts';
import {
  abandon,
  beginCrossing,
  heldRegion,
  mayEnter,
  planJob,
  runAlone,
  runUnder,
  ticks,
  workOn,
  type Crossing,
} from './crossing.ts';
import { isInteger, type Handler } from './handler.ts';

interface RunTerms {
  readonly circuit: Circuit;
  readonly shots: number;
  readonly budgetNs: number;
  readonly resource?: string;
}

const device = ({ profile }: Resource): QDeviceProfile => profile as QDeviceProfile;

/** Every qubit of the device must be calibrated for its times to mean anything (XDV-060.2). */
const calibrated = ({ calibration, qubits, name }: QDeviceProfile): Result<QCalibration> => {
  if (calibration.qubits.length >= qubits) return ok(calibration);
  return fail('CALIBRATION_INVALID', `${name} is not calibrated`, 'Recalibrate the device');
};

const checkRun = (state: KernelState, terms: RunTerms): Result<Resource> => {
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
  const { qubits } = terms.circuit;
  return pickResource(state, 'Q', qubits, terms.resource, gatesOf(terms.circuit));
};

/** A job runs only if one shot fits its budget and the device's limit (XDV-012.4). */
const fitsBudget = (
  terms: RunTerms,
  profile: QDeviceProfile,
  calibration: QCalibration,
): Result<null> => {
  const shot = shotDuration(terms.circuit, calibration);
  const budget = Math.min(terms.budgetNs, profile.budgetMaxNs);
  if (shot <= budget) return ok(null);
  return fail(
    'DECOHERENCE_EXCEEDED',
    `one shot takes ${shot} ns on ${profile.name}, the budget is ${budget} ns`,
    'Allow a longer budget, up to the limit of the device, or make the circuit shallower',
  );
};

/** Runs `value.circuit` for `value.shots` shots, under contract `a` or one of its own. */
export const run: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Q', call, handleOf(process, call, 'Q'));
  const terms = (call.value ?? {}) as RunTerms;
  const resource = checkRun(state, terms);
  if (!resource.ok) return abandon(state, process, crossing, 'reserve', resource.fault);
  const denial = mayEnter(state, process, crossing, resource.value, true);
  if (denial) return abandon(state, process, crossing, 'validate-capability', denial);
  const profile = device(resource.value);
  const calibration = calibrated(profile);
  if (!calibration.ok) return abandon(state, process, crossing, 'reserve', calibration.fault);
  const fits = fitsBudget(terms, profile, calibration.value);
  if (!fits.ok) return abandon(state, process, crossing, 'reserve', fits.fault);
  const { circuit, shots } = terms;
  const work = { kind: 'q.run', resource: profile.name, circuit, shots } as const;
  const planned = planJob(state, crossing, work, jobDuration(circuit, shots, calibration.value));
  if (call.a !== 0) return runUnder(state, process, crossing, planned, resource.value);
  const asked = { amount: circuit.qubits, length: planned.ticks, region: false };
  return runAlone(state, process, crossing, planned, resource.value, asked);
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
  const resource = pickResource(state, 'Q', qubits, terms.resource, []);
  if (!resource.ok) return abandon(state, process, crossing, 'reserve', resource.fault);
  const denial = mayEnter(state, process, crossing, resource.value, false);
  if (denial) return abandon(state, process, crossing, 'validate-capability', denial);
  const profile = device(resource.value);
  const calibration = calibrated(profile);
  if (!calibration.ok) return abandon(state, process, crossing, 'reserve', calibration.fault);
  const { resetNs } = calibration.value;
  const least = Math.max(resetNs, state.options.tickNs);
  if (budgetNs > profile.budgetMaxNs || budgetNs < least) {
    const refused = fail(
      'DECOHERENCE_EXCEEDED',
      `a container on ${profile.name} lives ${least} to ${profile.budgetMaxNs} ns, not ${show(budgetNs)}`,
      'Ask for a budget in that range',
    );
    return abandon(state, process, crossing, 'reserve', refused.fault);
  }
  const work = { kind: 'q.allocate', resource: profile.name, qubits } as const;
  const planned = planJob(state, crossing, work, resetNs);
  const length = ticks(state, budgetNs);
  const asked = { amount: qubits, length, region: true };
  return runAlone(state, process, crossing, planned, resource.value, asked);
};

const measures = (ops: readonly CircuitOp[]): boolean =>
  ops.some((op) => op.kind === 'measure' || op.kind === 'if');

const calibrationOf = (state: KernelState, region: Region): QCalibration => {
  const contract = state.contracts.get(region.contract)!;
  return device(state.resources[contract.resource - 1]!).calibration;
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
    const circuit = validateCircuit(call.value);
    if (!circuit.ok) return abandon(state, process, crossing, 'bind', circuit.fault);
    const { qubits, ops } = circuit.value;
    if (qubits > region.size || measures(ops)) {
      const wrong = fail(
        'CIRCUIT_INVALID',
        `the circuit has ${qubits} qubits of ${region.size}, or measures or branches`,
        'Apply gates only; measure with q.measure and branch in the process',
      );
      return abandon(state, process, crossing, 'bind', wrong.fault);
    }
    const work = { kind: 'q.apply', circuit: circuit.value } as const;
    const ns = shotDuration(circuit.value, calibrationOf(state, region));
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
    const ns = calibrationOf(state, region).measureNs;
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
