import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { XdvError } from '@xdv/domain-model';
import type { FileName } from '../platform/file-name.ts';

/** A file to be written, with the flag that asks for it. */
export interface Place extends FileName {
  readonly flag: string;
}

const refusal = (message: string, flag: string): XdvError =>
  new XdvError({ code: 'ARGUMENT_INVALID', message, hint: `Name another file with ${flag}` });

const unwritable = ({ name, flag }: Place, error: unknown): XdvError => {
  const why = (error as { readonly code?: string }).code ?? String(error);
  return refusal(`${name} cannot be written: ${why}`, flag);
};

/** Where a path leads: two names of one file give the same. */
const real = (path: string): string => {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(path);
  return existsSync(folder) ? join(realpathSync(folder), basename(path)) : path;
};

const checkOne = (place: Place): void => {
  const { path, name, flag } = place;
  try {
    const exists = existsSync(path);
    if (exists && statSync(path).isDirectory()) throw refusal(`${name} is a folder`, flag);
    accessSync(exists ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw error instanceof XdvError ? error : unwritable(place, error);
  }
};

/**
 * Refuses places where nothing can go, before there is work to lose: folders, what is not
 * writable, what is read, and two outputs in one file. Throws ARGUMENT_INVALID.
 */
export const checkPlaces = (places: readonly Place[], read: readonly FileName[]): void => {
  const taken = new Set(read.map(({ path }) => real(path)));
  const inputs = new Set(taken);
  for (const place of places) {
    checkOne(place);
    const at = real(place.path);
    const what = inputs.has(at) ? `${place.flag} would overwrite` : 'two outputs would go to';
    if (taken.has(at)) throw refusal(`${what} ${place.name}`, place.flag);
    taken.add(at);
  }
};

/** Characters that are written at once. */
const CHUNK_LENGTH = 2 ** 18;

const writeAll = (path: string, flags: 'w' | 'wx', pieces: Iterable<string>): void => {
  const file = openSync(path, flags);
  try {
    let chunk = '';
    for (const piece of pieces) {
      chunk += piece;
      if (chunk.length < CHUNK_LENGTH) continue;
      writeFileSync(file, chunk);
      chunk = '';
    }
    writeFileSync(file, chunk);
  } finally {
    closeSync(file);
  }
};

/** What is no ordinary file, such as a pipe, takes what it is given. */
const isOrdinary = (path: string): boolean => !existsSync(path) || statSync(path).isFile();

const replaceFile = (path: string, pieces: Iterable<string>): void => {
  const draft = `${path}.${process.pid}.part`;
  try {
    writeAll(draft, 'wx', pieces);
    if (existsSync(path)) chmodSync(draft, statSync(path).mode);
    renameSync(draft, path);
  } catch (error) {
    if (existsSync(draft)) unlinkSync(draft);
    throw error;
  }
};

/**
 * Writes a file, whole or not at all: beside its place first, then over an older one, whose
 * permissions it keeps. Throws ARGUMENT_INVALID if that cannot be done.
 */
export const writePlace = (place: Place, pieces: Iterable<string>): void => {
  const path = real(place.path);
  try {
    if (isOrdinary(path)) replaceFile(path, pieces);
    else writeAll(path, 'w', pieces);
  } catch (error) {
    const ofSystem = error instanceof Error && 'syscall' in error;
    throw ofSystem ? unwritable(place, error) : error;
  }
};
