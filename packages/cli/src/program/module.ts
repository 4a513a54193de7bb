import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { fail, XdvError, type Value } from '@xdv/domain-model';
import { isProgram, type Program } from 'xdv-kernel';
import { platformHasher } from '../platform/hasher.ts';
import { readBytes } from '../platform/read-file.ts';
import type { Present } from '../present.ts';
import { InputError } from './input-error.ts';
import { filesOf, hashProgram, importModule } from './module-graph.ts';

/** What a process module exports. */
export interface ProgramModule {
  readonly program: Program;
  /** Its default arguments, if it has any. */
  readonly args: Value | undefined;
  readonly present: Present | undefined;
  readonly codeHash: string;
}

const HINT = 'Write: export default process({ domains: […] }, function* (sys, args) { … })';

/** An error's stack begins with place and source, if the platform found them. */
const SNIPPET = /^(?:file:\/\/)?(\S[^\n]*:\d+)\n([^\n]*\n[^\n]*\^[^\n]*)/;

const snippetIn = (text: string): string | undefined => {
  const found = SNIPPET.exec(text);
  return found ? `${found[1]}\n${found[2]}` : undefined;
};

/** Asks the platform again, in a process of its own, where the first wrong file is wrong. */
const findSnippet = (path: string): string | undefined => {
  for (const file of filesOf(path)) {
    if (!/\.[cm]?js$/.test(file) || !existsSync(file)) continue;
    const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
    const snippet = snippetIn(stderr);
    if (snippet !== undefined) return snippet;
  }
  return undefined;
};

const FRAME = /file:\/\/(\S+?:\d+:\d+)\)?$/;

/** The first frame that is in a file of the program. */
const frameIn = (stack: string, files: readonly string[]): string | undefined => {
  const places = stack.split('\n').map((line) => FRAME.exec(line)?.[1]);
  return places.find((place) => files.some((file) => place?.startsWith(`${file}:`)));
};

const loadError = (error: unknown, path: string, name: string): InputError => {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const { name: kind, message, stack = '' } = thrown;
  // what a trace keeps must not depend on where the files lie
  const [said] = message.replaceAll(`${dirname(path)}${sep}`, '').split('\n');
  const why = `${name} cannot be loaded: ${kind}: ${said}`;
  const fault = fail('PROGRAM_INVALID', why, 'Correct the module, then run it again').fault;
  const syntax = error instanceof SyntaxError;
  const snippet = snippetIn(stack) ?? (syntax ? findSnippet(path) : frameIn(stack, filesOf(path)));
  return new InputError(fault, snippet === undefined ? [] : [snippet]);
};

/**
 * Imports a process module. Throws FILE_UNREADABLE, or PROGRAM_INVALID for a module that cannot be
 * loaded or whose default export is not a process.
 */
export const loadModule = async (path: string, name: string): Promise<ProgramModule> => {
  readBytes(path, name);
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await importModule(path);
  } catch (error) {
    throw loadError(error, path, name);
  }
  const { default: program, args, present } = exported;
  if (!isProgram(program)) {
    const what = program === undefined ? 'has no default export' : 'exports something else';
    throw new XdvError(fail('PROGRAM_INVALID', `${name} ${what}, not a process`, HINT).fault);
  }
  return {
    program,
    args: args as Value | undefined,
    present: typeof present === 'function' ? (present as Present) : undefined,
    codeHash: hashProgram(path, platformHasher),
  };
};
