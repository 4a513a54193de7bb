import { LANGUAGE_GATES } from '../library/language.ts';
import type { Library } from '../library/gate.ts';
import type { Type } from '../types/type.ts';
import { BUILT_IN_CONSTANTS } from '../values/functions.ts';
import { Scope } from './scope.ts';
import type { QasmSymbol } from './symbol.ts';

const DOUBLE: Type = { kind: 'float', width: 64 };
const GATE: Type = { kind: 'gate' };

const BUILT_IN = { declared: null, statement: null, global: true } as const;

const gatesOf = (library: Library): ReadonlyMap<string, QasmSymbol> =>
  new Map(
    [...library].map(([name, { params, qubits }]) => [
      name,
      { ...BUILT_IN, kind: 'gate', name, type: GATE, params, qubits, definition: null },
    ]),
  );

const known = new Map<Library, ReadonlyMap<string, QasmSymbol>>();

/** The gates of a standard library as symbols: the same ones for every program. */
export const librarySymbols = (library: Library): ReadonlyMap<string, QasmSymbol> => {
  const found = known.get(library) ?? gatesOf(library);
  known.set(library, found);
  return found;
};

const createScope = (version: 2 | 3): Scope => {
  const scope = new Scope('language', null);
  for (const [name, value] of BUILT_IN_CONSTANTS) {
    if (version === 2 && name !== 'pi') continue;
    scope.set(name, { ...BUILT_IN, kind: 'constant', name, type: DOUBLE, value });
  }
  const library = LANGUAGE_GATES.get(version)!;
  for (const [name, symbol] of librarySymbols(library)) scope.set(name, symbol);
  return scope;
};

const SCOPES = { 2: createScope(2), 3: createScope(3) } as const;

/** What every program of a version has without declaring or including anything. */
export const languageScope = (version: 2 | 3): Scope => SCOPES[version];
