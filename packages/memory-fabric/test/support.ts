import type { FaultCode, ProcessId, Result } from '@xdv/domain-model';

export const pid = (n: number): ProcessId => n as ProcessId;
export const faultOf = (result: Result<unknown>): FaultCode | undefined =>
  result.ok ? undefined : result.fault.code;
