import { fail, type ContractId, type Fault, type ResourceId } from '@xdv/domain-model';
import { closeRegions, emitContract, forget, moveTo } from './contracts.ts';
import { emit } from './emit.ts';
import { openRegion, startJob } from './start.ts';
import { rollback } from './transitions.ts';
import type { Contract, KernelState } from './state.ts';
import { wake } from './wake.ts';

/** Places what was asked of a resource and tells who has to wait, and who was refused. */
export const arbitrate = (state: KernelState, resource: ResourceId): void => {
  const { scheduler } = state.services;
  for (const { contract: id, start } of scheduler.arbitrate(resource, state.tick)) {
    const contract = state.contracts.get(id);
    if (!contract) {
      scheduler.release(resource, id, state.tick);
      continue;
    }
    if (!start.ok) {
      refuseContract(state, contract, start.fault);
      continue;
    }
    contract.start = start.value;
    contract.end = start.value + contract.length;
    moveTo(contract, 'issued');
    const { domain, process, capability, amount } = contract;
    emit(state, 'contract.issued', domain, process, capability, id, 0, [
      id,
      resource,
      amount,
      contract.start,
      contract.end,
    ]);
    scheduler.at(contract.start, 'contract-start', id);
    scheduler.at(contract.end, 'contract-end', id);
  }
};

const refuseContract = (state: KernelState, contract: Contract, fault: Fault): void => {
  const process = forget(state, contract);
  const { onStart } = contract;
  const transition = onStart.kind === 'hold' ? ++state.last.transition : onStart.job.transition;
  rollback(state, process, contract.domain, transition, 'reserve', contract.capability, fault);
  wake(state, process, { ok: false, fault });
};

/** The envelope starts: the contract becomes active and what it was made for begins. */
export const startContract = (state: KernelState, id: ContractId): void => {
  const contract = state.contracts.get(id);
  if (contract?.status !== 'issued') return;
  moveTo(contract, 'active');
  emitContract(state, 'contract.activated', contract, 0);
  const process = state.processes[contract.process]!;
  const { onStart } = contract;
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
