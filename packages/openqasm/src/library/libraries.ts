import type { Library } from './gate.ts';
import { QELIB1 } from './qelib1.ts';
import { STDGATES } from './stdgates.ts';

/** The standard libraries by the name under which programs include them. */
export const LIBRARIES: ReadonlyMap<string, Library> = new Map([
  ['stdgates.inc', STDGATES],
  ['qelib1.inc', QELIB1],
]);
