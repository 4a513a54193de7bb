import type { Result } from '../fault.ts';
import type { MachineId } from '../ids.ts';

/** What a virtual hybrid machine has a quota of. Equal standing for the domains (XDV-001.1). */
export const QUOTA_KINDS = ['processes', 'kPages', 'qubits', 'oscillators', 'contracts'] as const;

export type QuotaKind = (typeof QUOTA_KINDS)[number];

export type Quotas = Readonly<Record<QuotaKind, number>>;

/** One accounting row (XDV-014.2): what a machine holds of one quota. */
export interface LedgerRow {
  readonly machine: MachineId;
  readonly kind: QuotaKind;
  readonly used: number;
  readonly limit: number;
}

/**
 * The hypervisor's accounts: what every machine holds, never more than its quota (XDV-014.2).
 */
export interface QuotaLedger {
  /** Takes `amount` of a quota. RESOURCE_EXHAUSTED with both figures if it does not fit. */
  charge(machine: MachineId, kind: QuotaKind, amount: number): Result<null>;
  /** Gives back what was charged. More than is held is a bug and halts. */
  credit(machine: MachineId, kind: QuotaKind, amount: number): void;
  /** Every row, machines in order of creation, kinds in the order of QUOTA_KINDS. */
  rows(): readonly LedgerRow[];
  fork(): QuotaLedger;
}
