import { existsSync } from 'node:fs';
import { fail, show, XdvError, type SchedulingPolicy } from '@xdv/domain-model';
import { compose, findPolicy, readPolicy } from '@xdv/scheduler';
import { fileName, type Context } from '../commands/context.ts';
import type { FileName } from '../platform/file-name.ts';
import { readBytes } from '../platform/read-file.ts';
import { importModule } from '../program/module-graph.ts';

const HINT = 'Write: export default { name, version, weigh: (candidate) => an integer }';

const invalid = (message: string): XdvError =>
  new XdvError(fail('PROGRAM_INVALID', message, HINT).fault);

const importPolicies = async (file: FileName): Promise<Readonly<Record<string, unknown>>> => {
  readBytes(file.path, file.name);
  try {
    return await importModule(file.path);
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : show(error);
    throw invalid(`${file.name} cannot be loaded: ${said.split('\n')[0]}`);
  }
};

/** The policy that a module exports by default, or else the only one that it exports by name. */
const loadPolicyFile = async (file: FileName): Promise<SchedulingPolicy> => {
  const exported = await importPolicies(file);
  const named = Object.values(exported).filter((value) => readPolicy(value).ok);
  const found = exported['default'] ?? (named.length === 1 ? named[0] : undefined);
  if (found === undefined) {
    const what = named.length === 0 ? 'exports no policy' : 'exports several and none by default';
    throw invalid(`${file.name} ${what}`);
  }
  const policy = readPolicy(found);
  if (policy.ok) return policy.value;
  throw invalid(`${file.name} exports no policy: ${policy.fault.message}`);
};

/** A path, and not a name: names have no separator and no ending of a module. */
const isFile = (text: string): boolean => /[\\/]/.test(text) || /\.[cm]?[jt]s$/.test(text);

const loadOne = async (context: Context, text: string): Promise<SchedulingPolicy> => {
  if (isFile(text)) return loadPolicyFile(fileName(context, text));
  const found = findPolicy(text);
  if (found.ok) return found.value;
  const { message, hint } = found.fault;
  const instead = `${hint}, or name a module such as ./mine.ts`;
  throw new XdvError(fail('ARGUMENT_INVALID', message, instead).fault);
};

/** The policies of an argument, the deciding one first; a path may have a '+' in it. */
const partsOf = (context: Context, text: string): readonly string[] =>
  isFile(text) && existsSync(fileName(context, text).path) ? [text] : text.split('+');

/** The modules among the policies of an argument: they are read. */
export const policyFiles = (context: Context, text: string): readonly FileName[] =>
  partsOf(context, text)
    .filter(isFile)
    .map((part) => fileName(context, part));

/**
 * The policy that an argument of the command line means: a name of the catalogue, a module file, or
 * several of these with '+' between, the deciding one first. Throws ARGUMENT_INVALID for a name
 * that is not known, FILE_UNREADABLE, and PROGRAM_INVALID for a module that cannot be loaded or
 * exports no policy.
 */
export const loadPolicies = async (context: Context, text: string): Promise<SchedulingPolicy> => {
  const parts: SchedulingPolicy[] = [];
  for (const part of partsOf(context, text)) parts.push(await loadOne(context, part));
  if (parts.length === 1) return parts[0]!;
  try {
    return compose(...parts);
  } catch (error) {
    const { message } = error as RangeError;
    throw new XdvError(fail('ARGUMENT_INVALID', message, 'Name fewer policies').fault);
  }
};
