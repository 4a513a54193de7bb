import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { XdvError } from '@xdv/domain-model';
import type { FileName } from '../platform/file-name.ts';

const refusal = (message: string): XdvError =>
  new XdvError({ code: 'ARGUMENT_INVALID', message, hint: 'Name another file with --plot' });

const codeOf = (error: unknown): string =>
  (error as { readonly code?: string }).code ?? String(error);

const unwritable = (name: string, error: unknown): XdvError =>
  refusal(`the picture cannot be written to ${name}: ${codeOf(error)}`);

/**
 * Refuses a place where a picture cannot go, before there is work to lose: one that takes the place
 * of another file of the run, or that is not writable. Throws ARGUMENT_INVALID.
 */
export const checkPlotPlace = ({ path, name }: FileName, others: readonly FileName[]): void => {
  if (others.some((other) => other.path === path)) {
    throw refusal(`the picture would overwrite ${name}`);
  }
  try {
    const exists = existsSync(path);
    if (exists && statSync(path).isDirectory()) throw refusal(`${name} is a folder`);
    accessSync(exists ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw error instanceof XdvError ? error : unwritable(name, error);
  }
};

/** Writes a picture, over an older one. Throws ARGUMENT_INVALID if that cannot be done. */
export const writePlot = ({ path, name }: FileName, svg: string): void => {
  try {
    writeFileSync(path, svg);
  } catch (error) {
    throw unwritable(name, error);
  }
};
