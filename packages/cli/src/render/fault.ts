import type { Fault } from '@xdv/domain-model';
import type { Place } from 'xdv-kernel';
import type { Output } from '../io.ts';
import { excerptOf, placeText } from './excerpt.ts';
import { plainLines } from './plain-text.ts';

export interface FaultDetails {
  /** Where in the program it happened. */
  readonly place?: Place | undefined;
  /** Pieces of the input that show what is wrong. */
  readonly excerpts?: readonly string[] | undefined;
  readonly cwd: string;
}

const indent = (text: string): string => text.replace(/^/gm, '  ');

/** Prints a fault as `error CODE: message`, where it is, and what to do about it. */
export const printFault = (
  output: Output,
  { code, message, hint }: Fault,
  { place, excerpts = [], cwd }: FaultDetails,
): void => {
  const { bold, red, dim } = output.style;
  output.line(`${bold(red('error'))} ${bold(code)}: ${plainLines(message)}`);
  for (const excerpt of excerpts) output.line(indent(plainLines(excerpt)));
  if (place) {
    output.line(`  at ${plainLines(placeText(place, cwd))}`);
    const excerpt = excerptOf(place, cwd);
    if (excerpt !== undefined) output.line(dim(indent(plainLines(excerpt))));
  }
  if (hint !== '') output.line(`${bold('hint')}: ${plainLines(hint)}`);
};

/** A fault as JSON. */
export const faultToJson = (
  { code, message, hint }: Fault,
  { place, excerpts, cwd }: FaultDetails,
): Readonly<Record<string, unknown>> => ({
  code,
  message,
  hint,
  ...(place ? { place: placeText(place, cwd) } : {}),
  ...(excerpts?.length ? { excerpts } : {}),
});
