import {
  fail,
  invariant,
  NO_HANDLE,
  ok,
  type Fault,
  type JobId,
  type ProviderRequest,
  type ProviderResult,
  type Result,
} from '@xdv/domain-model';
import { revisionOf } from './admission.ts';
import { adoptCalibration } from './calibration.ts';
import { releaseContract, revokeContract } from './contracts.ts';
import { emit, outcomeOf } from './emit.ts';
import { closeRegion } from './regions.ts';
import {
  checkFault,
  checkResult,
  encodeOutcome,
  RESULT_BYTES_MAX,
  sizeBound,
} from './results.ts';
import { snapshot } from './snapshot.ts';
import { commit, rollback } from './transitions.ts';
import type { Contract, Job, KernelState, Process, Resource } from './state.ts';
import { wake } from './wake.ts';

/** A trace entry holds at most this much of a result; longer ones come in parts. */
const RESULT_PART_BYTES = 32_768;

/** The device or machine on which a job runs. */
const resourceOf = (state: KernelState, job: Job): Resource =>
  state.resources[state.contracts.get(job.contract)!.resource - 1]!;

/** Size of what a job works on: its region, or else its device. */
const sizeOf = (state: KernelState, job: Job): number => {
  const { profile } = resourceOf(state, job);
  if (job.region !== 0) return state.regions.get(job.region)?.size ?? 0;
  return profile.domain === 'Q' ? profile.qubits : profile.oscillators;
};

/** Revisions count calibrations: one that does not go up would pass for an earlier one. */
const checkRevision = (result: ProviderResult, resource: Resource): Result<null> => {
  if (result.kind !== 'calibration') return ok(null);
  const { revision } = result.contract.term;
  const before = revisionOf(resource);
  if (revision > before) return ok(null);
  return fail(
    'PROVIDER_RESULT_INVALID',
    `calibration ${revision} comes after calibration ${before}`,
    'A provider counts the calibrations of a device',
  );
};

const checkOutcome = (
  state: KernelState,
  job: Job,
  raw: Result<unknown>,
): Result<ProviderResult> => {
  if (!raw.ok) return checkFault(raw.fault);
  const plain = snapshot(raw.value);
  const value = plain.ok ? plain.value : undefined;
  const checked = checkResult(job.request, value, sizeOf(state, job));
  if (!checked.ok) return checked;
  const stale = checkRevision(checked.value, resourceOf(state, job));
  if (!stale.ok) return stale;
  if (sizeBound(checked.value) <= RESULT_BYTES_MAX) return checked;
  return fail(
    'PROVIDER_RESULT_INVALID',
    `the result is longer than ${RESULT_BYTES_MAX} bytes`,
    'Ask for fewer shots or measure fewer qubits',
  );
};

const emitResult = (state: KernelState, job: Job, outcome: Result<ProviderResult>): void => {
  const { domain } = state.contracts.get(job.contract)!;
  const bytes = encodeOutcome(outcome);
  let from = 0;
  for (; bytes.length - from > RESULT_PART_BYTES; from += RESULT_PART_BYTES) {
    const part = bytes.slice(from, from + RESULT_PART_BYTES);
    const { process, capability, contract } = job;
    emit(state, 'result.part', domain, process, capability, contract, 0, [job.id, part]);
  }
  const code = outcome.ok ? 0 : outcomeOf(outcome.fault);
  const last = bytes.slice(from);
  emit(state, 'job.ended', domain, job.process, job.capability, job.contract, code, [job.id, last]);
};

/** Reading results out of Q or Φ into K is a crossing of its own. */
const READS_OUT: ReadonlySet<ProviderRequest['kind']> = new Set([
  'q.run',
  'q.measure',
  'q.calibrate',
  'phi.solve',
  'phi.evaluate',
]);

/** The envelope of a job ends: its outcome reaches the process that asked for it. */
export const endJob = (state: KernelState, id: JobId, raw: Result<unknown>): void => {
  const job = state.jobs.get(id)!;
  state.jobs.delete(id);
  const contract = state.contracts.get(job.contract)!;
  const process = state.processes[job.process]!;
  const outcome = checkOutcome(state, job, raw);
  emitResult(state, job, outcome);
  if (!outcome.ok) return failJob(state, job, contract, process, outcome);
  if (READS_OUT.has(job.request.kind)) {
    commit(state, contract, job.capability, contract.domain, 'K', ++state.last.transition);
  }
  if (outcome.value.kind === 'calibration') {
    adoptCalibration(state, job, resourceOf(state, job), outcome.value.contract);
  }
  if (contract.implicit && job.region === 0) releaseContract(state, contract, process);
  const opened = job.request.kind === 'q.allocate' || job.request.kind === 'phi.open';
  wake(state, process, opened ? { ok: true, value: job.region } : outcome);
};

/** A failed job voids its region and, if the contract was made for it, the contract. */
const failJob = (
  state: KernelState,
  job: Job,
  contract: Contract,
  process: Process,
  outcome: Result<never>,
): void => {
  invariant(!outcome.ok, 'a failed job has a fault', job.id);
  const { fault } = outcome;
  rollback(state, process, contract.domain, job.transition, 'project', job.capability, fault);
  const region = job.region === 0 ? undefined : state.regions.get(job.region);
  if (contract.implicit) revokeContract(state, contract, fault);
  else if (region?.status === 'alive') closeRegion(state, process, region, fault);
  wake(state, process, outcome);
};

/** A job whose outcome nobody waits for any more: what the provider says is not asked. */
export const dropJob = (state: KernelState, job: Job, fault: Fault): void => {
  state.jobs.delete(job.id);
  const { domain } = state.contracts.get(job.contract)!;
  const result = encodeOutcome({ ok: false, fault });
  const data = [job.id, result] as const;
  const { process, contract } = job;
  emit(state, 'job.ended', domain, process, NO_HANDLE, contract, outcomeOf(fault), data);
};
