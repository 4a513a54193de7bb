import { Problem, quote } from './diagnostics.ts';
import {
  BUILT_IN_U,
  controlled,
  sequence,
  step,
  type Library,
  type LibraryGate,
} from './library.ts';
import { isReplaceable, QELIB1 } from './qelib1.ts';
import { STDGATES } from './stdgates.ts';

/** The phase e^(iγ), on no qubit. Unlike the phases inside library gates it is always kept. */
const GLOBAL_PHASE = sequence(1, 0, (gamma = 0) => [step('gphase', [], [gamma])]);

/** The gates that need no include. */
export const builtInGates = (version: 2 | 3): ReadonlyMap<string, LibraryGate> =>
  new Map<string, LibraryGate>([
    ['U', BUILT_IN_U],
    version === 2 ? ['CX', controlled('x', 1)] : ['gphase', GLOBAL_PHASE],
  ]);

const FILES: Readonly<Record<string, Library>> = {
  'qelib1.inc': QELIB1,
  'stdgates.inc': STDGATES,
};

/** The file for a version: its own, and in version 3 also that of version 2. */
const standardFile = (version: 2 | 3): string => (version === 2 ? 'qelib1.inc' : 'stdgates.inc');

/** The gates of a standard file. No other file can be included: a program is one text. */
export const includedGates = (version: 2 | 3, file: string, at: number): Library => {
  const allowed = version === 3 || file === 'qelib1.inc';
  if (allowed && Object.hasOwn(FILES, file)) return FILES[file]!;
  const hint = `Version ${version} has include "${standardFile(version)}"; paste other files in`;
  throw new Problem(at, `cannot include ${quote(file)}`, hint);
};

/** What to do about a gate that is not defined. */
export const missingGateHint = (version: 2 | 3, gate: string): string => {
  const file = standardFile(version);
  if (FILES[file]!.has(gate)) return `Write include "${file}"; at the top`;
  if (QELIB1.has(gate)) return 'Write include "qelib1.inc"; at the top';
  return 'Define it above, or check its spelling';
};

/** Whether a program may define a gate of this name although an included file has one. */
export const mayReplace = (version: 2 | 3, gate: string): boolean =>
  version === 2 && isReplaceable(gate);
