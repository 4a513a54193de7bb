import { QUOTA_KINDS, ROOT_MACHINE, type Quotas } from '@xdv/domain-model';
import type { MachineQuotas } from './ledger.ts';

/** What the root machine may hold unless told otherwise. */
export const ROOT_QUOTAS: Quotas = {
  processes: 10_000,
  kPages: 65_536,
  qubits: 64,
  oscillators: 1_000_000,
  contracts: 100_000,
};

/**
 * The root machine with its quotas, those not given as in {@link ROOT_QUOTAS}. Throws TypeError
 * for a quota that does not exist; `createLedger` checks the values.
 */
export const rootMachine = (quotas: Partial<Quotas> = {}): MachineQuotas => {
  const unknown = Object.keys(quotas).find((kind) => !QUOTA_KINDS.some((known) => known === kind));
  if (unknown !== undefined) {
    throw new TypeError(`no quota is called ${unknown}: use one of ${QUOTA_KINDS.join(', ')}`);
  }
  return { machine: ROOT_MACHINE, quotas: { ...ROOT_QUOTAS, ...quotas } };
};
