export { createLedger, type MachineQuotas } from './ledger.ts';
export { ROOT_QUOTAS, rootMachine } from './root.ts';
