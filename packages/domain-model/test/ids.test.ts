import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  DOMAIN_CODE,
  DOMAIN_SYMBOL,
  DOMAINS,
  KERNEL_PID,
  NO_CONTRACT,
  NO_HANDLE,
  ROOT_MACHINE,
  toId,
  type ContractId,
  type ProcessId,
} from '../src/index.ts';

describe('toId', () => {
  it('returns the number itself, from 1 to 2^53 - 1', () => {
    expect(toId<ProcessId>('process', 1)).toBe(1);
    expect(toId<ProcessId>('process', Number.MAX_SAFE_INTEGER)).toBe(2 ** 53 - 1);
  });

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 53, '1' as unknown as number])(
    'refuses %s, naming what it was for',
    (value) => {
      const message = `process must be a safe integer >= 1, got ${value}`;
      expect(() => toId<ProcessId>('process', value)).toThrow(new RangeError(message));
    },
  );

  it('takes the least value from the caller', () => {
    expect(toId<ProcessId>('process', 0, 0)).toBe(KERNEL_PID);
    expect(() => toId<ProcessId>('process', -1, 0)).toThrow('>= 0, got -1');
  });

  it('keeps ids of different things apart at compile time', () => {
    expectTypeOf<ProcessId>().not.toExtend<ContractId>();
    expectTypeOf<number>().not.toExtend<ProcessId>();
    // @ts-expect-error a plain number is not an id
    const process: ProcessId = 1;
    // @ts-expect-error a contract is not a process
    const contract: ContractId = toId<ProcessId>('process', 2);
    expect([process, contract]).toEqual([1, 2]);
  });
});

it('reserves 0 for the kernel and for "none", and 1 for the root machine', () => {
  expect([KERNEL_PID, NO_HANDLE, NO_CONTRACT, ROOT_MACHINE]).toEqual([0, 0, 0, 1]);
});

describe('domains', () => {
  it('have the wire codes 0, 1 and 2, none an extra of another (XDV-001.1)', () => {
    expect(DOMAINS).toEqual(['K', 'Q', 'Phi']);
    expect(DOMAINS.map((domain) => DOMAIN_CODE[domain])).toEqual([0, 1, 2]);
  });

  it('are written K, Q and Φ for people', () => {
    expect(DOMAINS.map((domain) => DOMAIN_SYMBOL[domain])).toEqual(['K', 'Q', 'Φ']);
  });
});
