import {
  AUTHORITY_ALL,
  FAULT_BY_NUMBER,
  type Authority,
  type FaultCode,
  type Handle,
  type ProcessId,
  type Result,
} from '@xdv/domain-model';
import fc from 'fast-check';

export const pid = (n: number): ProcessId => n as ProcessId;
export const hostile = (value: unknown): Handle => value as Handle;
export const ANYTHING = { permission: 0, crossing: 0, resource: 0 };

export const codeOf = (number: number): FaultCode | undefined => FAULT_BY_NUMBER.get(number);
export const faultOf = (result: Result<unknown>): FaultCode | undefined =>
  result.ok ? undefined : result.fault.code;

/** Few bits and ticks, so that containment happens often, and the extremes of each. */
export const authorities: fc.Arbitrary<Authority> = fc.record({
  permissions: fc.oneof(fc.nat(7), fc.constant(AUTHORITY_ALL.permissions)),
  crossings: fc.oneof(fc.nat(7), fc.constant(AUTHORITY_ALL.crossings)),
  resources: fc.oneof(fc.nat(7), fc.constant(AUTHORITY_ALL.resources)),
  from: fc.oneof(fc.nat(4), fc.constant(AUTHORITY_ALL.until)),
  until: fc.oneof(fc.nat(8), fc.constant(AUTHORITY_ALL.until)),
});
