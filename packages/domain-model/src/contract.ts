import type { Domain } from './domain.ts';
import type { ContractId, Handle, ProcessId, ResourceId } from './ids.ts';
import type { ContractState } from './lifecycle/tables.ts';

/**
 * A reservation of Q or Φ work (XDV-023.1). Everything but the status is fixed when it is issued.
 * The scheduling envelope is [startTick, endTick): before and after it nothing runs.
 */
export interface ResourceContract {
  readonly id: ContractId;
  readonly process: ProcessId;
  readonly domain: Domain;
  readonly resource: ResourceId;
  /** Qubits or oscillators. */
  readonly amount: number;
  readonly startTick: number;
  readonly endTick: number;
  /** The capability under which it was requested. */
  readonly capability: Handle;
  readonly status: ContractState;
}
