import type { Cursor } from './cursor.ts';
import { Problem } from './diagnostics.ts';

/** What the reader knows of but does not read, and what to do instead. */
const UNSUPPORTED: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  def: ['subroutines (def)', 'Write a gate, or write the statements out'],
  return: ['subroutines (return)', 'Write the statements out'],
  extern: ['external functions (extern)', 'Replace the calls with constants'],
  while: ['while loops', 'Use a for loop over a constant range'],
  switch: ['switch', 'Use if and else'],
  break: ['break', 'Shorten the range of the loop'],
  continue: ['continue', 'Put the rest of the body under an if'],
  cal: ['pulse calibrations (cal)', 'Remove the calibration block'],
  defcal: ['pulse calibrations (defcal)', 'Remove the calibration block'],
  defcalgrammar: ['pulse calibrations (defcalgrammar)', 'Remove the calibration blocks'],
  array: ['arrays', 'Use single variables'],
  complex: ['complex numbers', 'Use float or angle'],
  duration: ['duration variables', 'Write durations in place: delay[100ns] q;'],
  stretch: ['stretch', 'Write durations in place: delay[100ns] q;'],
  box: ['box', 'Use barriers'],
  input: ['input parameters', 'Declare the value instead: const float theta = 0.5;'],
  output: ['output', 'Declare the bits as usual: every bit is an outcome'],
  else: ['else without if', 'Put it right after the if'],
};

const refusal = (at: number, what: string, hint: string): Problem =>
  new Problem(at, `${what}: not supported`, hint);

/** Throws where the statement at the cursor is one that is known but not supported. */
export const refuseUnsupported = (p: Cursor): void => {
  const { kind, text, at } = p.token;
  if (p.is('#') || p.is('@') || p.is('pragma')) {
    // these run to the end of their line, without a semicolon
    p.skipLine();
    throw refusal(at, text === '@' ? 'annotations' : 'pragmas', 'Remove the line');
  }
  if (kind !== 'word' || !Object.hasOwn(UNSUPPORTED, text)) return;
  throw refusal(at, ...UNSUPPORTED[text]!);
};
