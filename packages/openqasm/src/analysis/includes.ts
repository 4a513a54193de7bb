import type { Library } from '../library/gate.ts';
import { LIBRARIES } from '../library/libraries.ts';
import { isReplaceable } from '../library/qelib1.ts';
import type { Include } from '../syntax/ast.ts';
import { librarySymbols } from './language.ts';
import type { Pass } from './pass.ts';

/** Files of one program, each time it includes one. */
export const FILES_MAX = 1000;
/** Files inside one another. */
const INCLUDE_DEPTH_MAX = 100;

const includeLibrary = (pass: Pass, s: Include, library: Library): void => {
  for (const [name, symbol] of librarySymbols(library)) {
    const earlier = pass.scope.own(name);
    if (earlier === undefined) {
      pass.scope.set(name, symbol);
      continue;
    }
    // a library that several files include is there once
    if (earlier === symbol || isReplaceable(name)) continue;
    const message = `'${name}' of ${s.file} is already declared`;
    pass.error('NAME_TAKEN', s, message, 'Include it first, and give the other one another name');
    return;
  }
};

/** Where the files of a program come from, and which are being read. */
export interface Files {
  readonly find: ((name: string) => string | undefined) | undefined;
  /** Names from the program itself down to the file being read. */
  readonly open: string[];
  count: number;
}

const refuse = (pass: Pass, s: Include, what: string, hint: string): void => {
  // nothing is known of what it declares
  pass.open = true;
  pass.error('INCLUDE_UNKNOWN', s, what, hint);
};

/** Reports a file that is not to be read; true if it is. */
const isReadable = (pass: Pass, s: Include, files: Files): boolean => {
  if (files.open.includes(s.file)) {
    const way = files.open.slice(files.open.indexOf(s.file)).join(' → ');
    const message = `'${s.file}' includes itself: ${way} → ${s.file}`;
    pass.error('INCLUDE_CYCLE', s, message, 'Remove one of these includes');
    return false;
  }
  if (files.count < FILES_MAX && files.open.length < INCLUDE_DEPTH_MAX) return true;
  pass.open = true;
  pass.error('TOO_LARGE', s, 'too many files are included', `Use ${FILES_MAX} or fewer`);
  return false;
};

/** `include "file";`: the statements of the file are checked here, as if they were written here. */
export const includeFile = (
  pass: Pass,
  s: Include,
  files: Files,
  read: (text: string) => void,
): void => {
  const library = LIBRARIES.get(s.file);
  if (library !== undefined) return includeLibrary(pass, s, library);
  if (!isReadable(pass, s, files)) return;
  const text: unknown = files.find?.(s.file);
  if (typeof text !== 'string') {
    const hint = `The files known here are ${[...LIBRARIES.keys()].join(', ')} and those passed`;
    return refuse(pass, s, `there is no file '${s.file}'`, hint);
  }
  files.count++;
  files.open.push(s.file);
  read(text);
  files.open.pop();
};
