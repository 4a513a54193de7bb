import { fail, type Failure } from '@xdv/domain-model';
import { revokeContract, releaseContract } from './contracts.ts';
import { dropJob } from './jobs.ts';
import type { Contract, KernelState } from './state.ts';
import { wake } from './wake.ts';

const revoked = (contract: Contract): Failure =>
  fail(
    'HANDLE_REVOKED',
    `the capability of contract c${contract.id} was revoked`,
    'Ask the process that derived it for a new one',
  );

/**
 * Ends every contract whose capability no longer exists, in order of contract: authority that is
 * taken back takes the work under it along (XDV-023.5). Processes that wait for that work learn
 * why; one that does not will when it uses the contract next.
 */
export const withdraw = (state: KernelState): void => {
  for (const contract of state.contracts.values()) {
    if (state.services.capabilities.authority(contract.capability)) continue;
    const process = state.processes[contract.process]!;
    const outcome = revoked(contract);
    const job = [...state.jobs.values()].find(({ contract: id }) => id === contract.id);
    if (job) dropJob(state, job, outcome.fault);
    const pending = contract.status === 'requested' || contract.status === 'issued';
    if (contract.status === 'active') revokeContract(state, contract, outcome.fault);
    else releaseContract(state, contract, process);
    if (job || pending) wake(state, process, outcome);
  }
};
