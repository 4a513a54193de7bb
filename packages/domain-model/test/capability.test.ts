import { describe, expect, it } from 'vitest';
import {
  AUTHORITY_ALL,
  AUTHORITY_NONE,
  AUTHORITY_RESOURCE_MAX,
  containsAuthority,
  crossingBit,
  DOMAINS,
  PERMISSIONS,
  resourceBit,
  TICK_MAX,
} from '../src/index.ts';

const CROSSINGS = DOMAINS.flatMap((source) => DOMAINS.map((target) => crossingBit(source, target)));
const RESOURCES = Array.from({ length: AUTHORITY_RESOURCE_MAX }, (_, i) => resourceBit(i + 1));

const union = (bits: readonly number[]): number => bits.reduce((all, bit) => all | bit, 0);

describe.each([
  ['permission', Object.values(PERMISSIONS), AUTHORITY_ALL.permissions],
  ['crossing', CROSSINGS, AUTHORITY_ALL.crossings],
  ['resource', RESOURCES, AUTHORITY_ALL.resources],
] as const)('the bit of a %s', (_what, bits, all) => {
  it('is one positive bit that no other has', () => {
    expect(bits.every((bit) => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
    expect(new Set(bits).size).toBe(bits.length);
  });

  it('is part of the greatest authority, which has no others', () => {
    expect(union(bits)).toBe(all);
  });
});

describe('permissions', () => {
  it('keep their bits for ever: they are written into traces (XDV-002.5)', () => {
    expect(PERMISSIONS).toEqual({
      'execute-K': 1,
      'execute-Q': 2,
      'execute-Phi': 4,
      'measure-Q': 8,
      'project-Phi': 16,
      allocate: 32,
      send: 64,
      join: 128,
    });
  });
});

describe('crossings', () => {
  it('have one bit for each ordered pair, source before target', () => {
    expect(CROSSINGS).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    expect(crossingBit('K', 'Q')).not.toBe(crossingBit('Q', 'K'));
  });
});

describe('the bounds', () => {
  it('are everything for ever, and nothing never', () => {
    expect(AUTHORITY_ALL).toMatchObject({ from: 0, until: TICK_MAX });
    expect(AUTHORITY_NONE).toEqual({
      permissions: 0,
      crossings: 0,
      resources: 0,
      from: TICK_MAX,
      until: 0,
    });
    expect(containsAuthority(AUTHORITY_ALL, AUTHORITY_NONE)).toBe(true);
    expect(containsAuthority(AUTHORITY_NONE, AUTHORITY_ALL)).toBe(false);
  });
});
