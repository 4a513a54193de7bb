import {
  fail,
  invariant,
  ok,
  QUOTA_KINDS,
  type LedgerRow,
  type MachineId,
  type QuotaKind,
  type QuotaLedger,
  type Quotas,
  type Result,
} from '@xdv/domain-model';

/** A virtual hybrid machine and the most it may hold of each quota. */
export interface MachineQuotas {
  readonly machine: MachineId;
  readonly quotas: Quotas;
}

/** A row while it changes. */
interface Account {
  readonly machine: MachineId;
  readonly kind: QuotaKind;
  readonly limit: number;
  used: number;
}

/** Machines in order of creation, each with one account per kind in the order of QUOTA_KINDS. */
type Accounts = ReadonlyMap<MachineId, readonly Account[]>;

const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const accountOf = (accounts: Accounts, machine: MachineId, kind: QuotaKind): Account => {
  const account = accounts.get(machine)?.[QUOTA_KINDS.indexOf(kind)];
  invariant(account !== undefined, `no account of machine ${machine} for this kind`, kind);
  return account;
};

const charge = (account: Account, amount: number): Result<null> => {
  const { machine, kind, used, limit } = account;
  if (!isAmount(amount)) {
    // a string or an object must not get to run its toString
    const shown = typeof amount === 'number' ? `${amount as number}` : `a ${typeof amount} of`;
    const what = `cannot charge ${shown} ${kind}`;
    return fail('ARGUMENT_INVALID', what, 'an amount is a safe integer from 0');
  }
  if (amount > limit - used) {
    return fail(
      'RESOURCE_EXHAUSTED',
      `${amount} ${kind} do not fit: machine ${machine} holds ${used} of ${limit}`,
      `release ${kind}, or raise the quota`,
    );
  }
  account.used += amount;
  return ok(null);
};

const credit = (account: Account, amount: number): void => {
  const { machine, kind, used } = account;
  invariant(
    isAmount(amount) && amount <= used,
    `machine ${machine} holds ${used} ${kind}, which is all that can be credited`,
    amount,
  );
  account.used -= amount;
};

const rowsOf = (accounts: Accounts): readonly LedgerRow[] =>
  [...accounts.values()].flat().map((account) => ({ ...account }));

const copyAccounts = (accounts: Accounts): Accounts =>
  new Map(Array.from(accounts, ([machine, rows]) => [machine, rows.map((row) => ({ ...row }))]));

const ledgerOver = (accounts: Accounts): QuotaLedger => ({
  charge: (machine, kind, amount) => charge(accountOf(accounts, machine, kind), amount),
  credit: (machine, kind, amount) => credit(accountOf(accounts, machine, kind), amount),
  rows: () => rowsOf(accounts),
  fork: () => ledgerOver(copyAccounts(accounts)),
});

const openAccounts = ({ machine, quotas }: MachineQuotas): readonly Account[] =>
  QUOTA_KINDS.map((kind) => {
    const limit = quotas[kind];
    if (isAmount(limit)) return { machine, kind, limit, used: 0 };
    throw new RangeError(
      `quota ${kind} of machine ${machine} must be a safe integer from 0, got ${String(limit)}`,
    );
  });

/**
 * The accounts of the given machines (XDV-014.2): a row always equals what was charged less what
 * was credited, and never exceeds its quota. Charging is all or nothing, in constant time.
 *
 * Faults of `charge`: RESOURCE_EXHAUSTED with both figures, ARGUMENT_INVALID for an amount that is
 * not a safe integer from 0. A machine or kind that does not exist, and a credit of more than is
 * held, are bugs of the caller and halt. Throws RangeError for a quota or a list of machines that
 * is not valid.
 */
export const createLedger = (machines: readonly MachineQuotas[]): QuotaLedger => {
  const accounts = new Map<MachineId, readonly Account[]>();
  for (const entry of machines) {
    const { machine } = entry;
    if (!isAmount(machine) || machine === 0 || accounts.has(machine)) {
      throw new RangeError(
        `machines must have ids from 1, each its own, got ${String(machine)}`,
      );
    }
    accounts.set(machine, openAccounts(entry));
  }
  return ledgerOver(accounts);
};
