import {
  QUOTA_KINDS,
  type MachineId,
  type QuotaKind,
  type QuotaLedger,
} from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLedger } from '../src/index.ts';

const MACHINES = [1, 2, 3] as MachineId[];
const QUOTAS = { processes: 0, kPages: 1, qubits: 5, oscillators: 10, contracts: 20 };

/** The oracle: every charge still held, one by one. */
interface Held {
  readonly machine: MachineId;
  readonly kind: QuotaKind;
  readonly amount: number;
}

interface Pair {
  readonly ledger: QuotaLedger;
  held: readonly Held[];
}

const step = fc.record({
  op: fc.constantFrom('charge', 'charge', 'charge', 'credit', 'credit', 'fork'),
  machine: fc.constantFrom(...MACHINES),
  kind: fc.constantFrom(...QUOTA_KINDS),
  amount: fc.nat(6),
  at: fc.nat(50),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const sum = (held: readonly Held[], machine: MachineId, kind: QuotaKind): number =>
  held
    .filter((one) => one.machine === machine && one.kind === kind)
    .reduce((total, { amount }) => total + amount, 0);

const charge = (pair: Pair, { machine, kind, amount }: Step): void => {
  const fits = sum(pair.held, machine, kind) + amount <= QUOTAS[kind];
  expect(pair.ledger.charge(machine, kind, amount).ok).toBe(fits);
  if (fits) pair.held = [...pair.held, { machine, kind, amount }];
};

const apply = (pairs: Pair[], one: Step): void => {
  const pair = pairs[one.at % pairs.length]!;
  if (one.op === 'charge') charge(pair, one);
  else if (one.op === 'fork') pairs.push({ ledger: pair.ledger.fork(), held: pair.held });
  else {
    const back = pair.held[one.at % Math.max(1, pair.held.length)];
    if (back !== undefined) pair.ledger.credit(back.machine, back.kind, back.amount);
    pair.held = pair.held.filter((other) => other !== back);
  }
};

const expectBalanced = ({ ledger, held }: Pair): void => {
  const expected = MACHINES.flatMap((machine) =>
    QUOTA_KINDS.map((kind) => ({
      machine,
      kind,
      used: sum(held, machine, kind),
      limit: QUOTAS[kind],
    })),
  );
  expect(ledger.rows()).toEqual(expected);
  expect(ledger.rows().every(({ used, limit }) => used >= 0 && used <= limit)).toBe(true);
};

describe('createLedger', () => {
  it('always sums to what is allocated and never exceeds a quota (XDV-014.2)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const machines = MACHINES.map((machine) => ({ machine, quotas: QUOTAS }));
        const pairs: Pair[] = [{ ledger: createLedger(machines), held: [] }];
        for (const one of steps) {
          apply(pairs, one);
          for (const pair of pairs) expectBalanced(pair);
        }
      }),
      { numRuns: 100 },
    );
  });
});
