import {
  InvariantError,
  QUOTA_KINDS,
  ROOT_MACHINE,
  unwrap,
  type FaultCode,
  type MachineId,
  type QuotaKind,
  type Quotas,
  type Result,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createLedger, ROOT_QUOTAS, rootMachine } from '../src/index.ts';

const faultOf = (result: Result<unknown>): FaultCode | undefined =>
  result.ok ? undefined : result.fault.code;
const rootLedger = () => createLedger([rootMachine()]);

describe('createLedger', () => {
  it('lists machines in order of creation, kinds in catalogue order (XDV-014.2)', () => {
    const second = { machine: 2 as MachineId, quotas: ROOT_QUOTAS };
    const rows = createLedger([second, rootMachine()]).rows();
    expect(rows.map(({ machine }) => machine)).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
    expect(rows.slice(5).map(({ kind }) => kind)).toEqual([...QUOTA_KINDS]);
  });

  it.each(QUOTA_KINDS)('takes the quota of %s to the last and refuses one more', (kind) => {
    const ledger = rootLedger();
    unwrap(ledger.charge(ROOT_MACHINE, kind, ROOT_QUOTAS[kind] - 1));
    unwrap(ledger.charge(ROOT_MACHINE, kind, 1));
    const figures = `holds ${ROOT_QUOTAS[kind]} of ${ROOT_QUOTAS[kind]}`;
    expect(ledger.charge(ROOT_MACHINE, kind, 1)).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED', message: expect.stringContaining(figures) },
    });
    ledger.credit(ROOT_MACHINE, kind, 1);
    expect(ledger.charge(ROOT_MACHINE, kind, 1).ok).toBe(true);
  });

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53, '1'])('refuses to charge %s', (amount) => {
    const ledger = rootLedger();
    const result = ledger.charge(ROOT_MACHINE, 'qubits', amount as number);
    expect(faultOf(result)).toBe('ARGUMENT_INVALID');
    expect(ledger.rows()).toEqual(rootLedger().rows());
  });

  it('refuses a charge that would overflow a safe integer', () => {
    const ledger = createLedger([rootMachine({ kPages: Number.MAX_SAFE_INTEGER })]);
    unwrap(ledger.charge(ROOT_MACHINE, 'kPages', 2));
    const result = ledger.charge(ROOT_MACHINE, 'kPages', Number.MAX_SAFE_INTEGER);
    expect(faultOf(result)).toBe('RESOURCE_EXHAUSTED');
  });

  it.each([3, -1, 0.5, Number.NaN])('halts on a credit of %s when 2 are held', (amount) => {
    const ledger = rootLedger();
    unwrap(ledger.charge(ROOT_MACHINE, 'qubits', 2));
    expect(() => ledger.credit(ROOT_MACHINE, 'qubits', amount)).toThrow(InvariantError);
    expect(ledger.rows()[2]).toMatchObject({ kind: 'qubits', used: 2 });
  });

  it('halts on a machine or a kind that does not exist', () => {
    const ledger = rootLedger();
    const stranger = 2 as MachineId;
    const odd = 'constructor' as QuotaKind;
    expect(() => ledger.charge(stranger, 'qubits', 0)).toThrow(InvariantError);
    expect(() => ledger.credit(stranger, 'qubits', 0)).toThrow(InvariantError);
    expect(() => ledger.charge(ROOT_MACHINE, odd, 0)).toThrow(InvariantError);
    expect(() => ledger.credit(ROOT_MACHINE, odd, 0)).toThrow(InvariantError);
  });

  it('keeps its own figures: neither rows nor quotas given reach inside', () => {
    const quotas: { -readonly [K in QuotaKind]: number } = { ...ROOT_QUOTAS, qubits: 1 };
    const ledger = createLedger([{ machine: ROOT_MACHINE, quotas }]);
    quotas.qubits = 9;
    (ledger.rows()[2] as { used: number }).used = -9;
    expect(ledger.rows()[2]).toMatchObject({ kind: 'qubits', used: 0, limit: 1 });
  });

  it.each([-1, 0.5, Number.NaN, undefined])('throws on a quota of %s', (qubits) => {
    const quotas = { ...ROOT_QUOTAS, qubits } as Quotas;
    expect(() => createLedger([{ machine: ROOT_MACHINE, quotas }])).toThrow(RangeError);
    expect(() => createLedger([{ machine: ROOT_MACHINE, quotas }])).toThrow(/quota qubits/);
  });

  it.each([[[1, 1]], [[0]], [[-1]], [[0.5]]])('throws on machines %j', (ids) => {
    const machines = ids.map((id) => ({ machine: id as MachineId, quotas: ROOT_QUOTAS }));
    expect(() => createLedger(machines)).toThrow(/ids from 1, each its own/);
  });
});

describe('rootMachine', () => {
  it('is machine 1 with the default quotas, where none is given', () => {
    expect(rootMachine()).toEqual({ machine: ROOT_MACHINE, quotas: ROOT_QUOTAS });
    expect(rootMachine({ qubits: 5 }).quotas).toEqual({ ...ROOT_QUOTAS, qubits: 5 });
  });

  it('throws on a quota that does not exist', () => {
    const typo = { qubit: 5 } as Partial<Quotas>;
    expect(() => rootMachine(typo)).toThrow(TypeError);
    expect(() => rootMachine(typo)).toThrow(/qubit: use one of processes/);
  });
});
