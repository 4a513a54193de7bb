import {
  fail,
  invariant,
  type ContractId,
  type Fault,
  type ResourceId,
  type TransitionPhase,
} from '@xdv/domain-model';
import { outOfTerm, readmit } from './admission.ts';
import { closeRegions, emitContract, forget, moveTo, revokeContract } from './contracts.ts';
import { emit } from './emit.ts';
import { openRegion, startJob } from './start.ts';
import { rollback } from './transitions.ts';
import type { Contract, KernelState } from './state.ts';
import { wake } from './wake.ts';

/** Tells whose envelope is placed, and who is refused. Anybody else waits for a later verdict. */
export const arbitrate = (state: KernelState, resource: ResourceId): void => {
  const { scheduler } = state.services;
  for (const { contract: id, start } of scheduler.arbitrate(resource, state.tick)) {
    const contract = state.contracts.get(id);
    invariant(contract !== undefined, 'verdict on a contract that is gone', id);
    if (!start.ok) {
      const { limitedByTerm, length } = contract;
      const late = limitedByTerm ? outOfTerm(state.resources[resource - 1]!, length) : start;
      refuseContract(state, contract, late.fault);
      continue;
    }
    contract.start = start.value;
    contract.end = start.value + contract.length;
    moveTo(contract, 'issued');
    const { domain, process, capability, amount, end, revision } = contract;
    const data = [id, resource, amount, contract.start, end, revision] as const;
    emit(state, 'contract.issued', domain, process, capability, id, 0, data);
    scheduler.at(contract.start, 'contract-start', id);
    scheduler.at(end, 'contract-end', id);
  }
};

/** The contract is gone: its transition ends in `phase`, and the process learns why. */
const rollBackContract = (
  state: KernelState,
  { process: id, domain, capability, onStart }: Contract,
  phase: TransitionPhase,
  fault: Fault,
): void => {
  const process = state.processes[id]!;
  const transition = onStart.kind === 'hold' ? ++state.last.transition : onStart.job.transition;
  rollback(state, process, domain, transition, phase, capability, fault);
  wake(state, process, { ok: false, fault });
};

const refuseContract = (state: KernelState, contract: Contract, fault: Fault): void => {
  forget(state, contract);
  rollBackContract(state, contract, 'reserve', fault);
};

/**
 * The envelope starts: the contract becomes active and what it was made for begins, unless the
 * device was calibrated meanwhile and no longer admits it.
 */
export const startContract = (state: KernelState, id: ContractId): void => {
  const contract = state.contracts.get(id);
  if (contract?.status !== 'issued') return;
  const admitted = readmit(state, contract);
  if (!admitted.ok) {
    revokeContract(state, contract, admitted.fault);
    return rollBackContract(state, contract, 'validate-contract', admitted.fault);
  }
  moveTo(contract, 'active');
  emitContract(state, 'contract.activated', contract, 0);
  const process = state.processes[contract.process]!;
  const onStart = admitted.value;
  switch (onStart.kind) {
    case 'hold':
      return wake(state, process, { ok: true, value: contract.id });
    case 'run':
      return startJob(state, process, contract, onStart.job, 0);
    case 'open':
      return openRegion(state, process, contract, onStart.job, onStart.size);
  }
};

/** The envelope ends: what is still held under the contract is void (XDV-023.3). */
export const endContract = (state: KernelState, id: ContractId): void => {
  const contract = state.contracts.get(id);
  if (contract?.status !== 'active') return;
  const budget = contract.domain === 'Q' ? 'DECOHERENCE_EXCEEDED' : 'COHERENCE_VIOLATION';
  const lost = fail(
    budget,
    `the envelope of contract c${id} ended at tick ${contract.end}`,
    contract.domain === 'Q' ? 'Ask for a longer budget' : 'Ask for a longer window',
  );
  closeRegions(state, contract, lost.fault);
  moveTo(contract, 'expired');
  emitContract(state, 'contract.expired', contract, 0);
  forget(state, contract);
};
