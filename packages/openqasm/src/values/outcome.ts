import type { Value } from './value.ts';

/** A value, or why an operation with these operands has none. */
export type Outcome =
  | { readonly value: Value; readonly reason?: undefined }
  | { readonly value?: undefined; readonly reason: string };

export const gives = (value: Value): Outcome => ({ value });
export const lacks = (reason: string): Outcome => ({ reason });
