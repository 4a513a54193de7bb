import { resolve } from 'node:path';
import { createOutput, type Io, type Output } from '../io.ts';
import type { FileName } from '../platform/file-name.ts';
import { toJson } from '../render/json.ts';

/** What every command works with. */
export interface Context {
  readonly io: Io;
  readonly out: Output;
  readonly err: Output;
}

export const createContext = (io: Io): Context => ({
  io,
  out: createOutput(io.stdout, io.env),
  err: createOutput(io.stderr, io.env),
});

/** A file as the user names it. */
export const fileName = ({ io }: Context, name: string): FileName => ({
  path: resolve(io.cwd, name),
  name,
});

/** Prints the one JSON document of a command. */
export const printJson = ({ io }: Context, document: unknown): void => {
  // never through what replaces characters: JSON is the same on every terminal
  if (!io.stdout.destroyed) io.stdout.write(`${toJson(document, 2)}\n`);
};
