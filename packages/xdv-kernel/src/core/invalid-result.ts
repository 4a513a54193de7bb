import { fail, type Result } from '@xdv/domain-model';

const HINT = 'The provider breaks its port: run the conformance cases against it';
/** An answer that breaks the provider port. */
export const no = (why: string): Result<never> => fail('PROVIDER_RESULT_INVALID', why, HINT);
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
export const isCount = (value: unknown, max: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
