import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { encodeUtf8, type Hasher } from '@xdv/domain-model';
import { toHex } from '@xdv/replay';
import { PACKAGES } from '../platform/home.ts';

/** Which module imports which, and what each local file says. Filled while modules load. */
interface Graph {
  readonly imports: Map<string, Set<string>>;
  readonly sources: Map<string, string>;
}

/** Packages that a program may import wherever it lies, even where none is installed. */
const HOUSE = /^(?:xdv-kernel|@xdv\/[a-z-]+)(?:\/|$)/;

/** Local means the user's: neither installed nor part of XDV. */
const isLocal = (url: string): boolean => {
  if (!url.startsWith('file:')) return false;
  const path = fileURLToPath(url);
  return !path.includes(`${sep}node_modules${sep}`) && !path.startsWith(PACKAGES + sep);
};

let graph: Graph | undefined;

/** Watches what is imported from now on. Modules are loaded once, so the graph is kept. */
const watch = (): Graph => {
  if (graph !== undefined) return graph;
  const { imports, sources }: Graph = (graph = { imports: new Map(), sources: new Map() });
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context;
      const found = (() => {
        try {
          return next(specifier, context);
        } catch (error) {
          if (!HOUSE.test(specifier)) throw error;
          return next(specifier, { ...context, parentURL: import.meta.url });
        }
      })();
      if (parentURL !== undefined) {
        const children = imports.get(parentURL) ?? new Set();
        imports.set(parentURL, children.add(found.url));
      }
      return found;
    },
    load(url, context, next) {
      // before it is compiled, so that the files of a program that does not compile are known
      if (isLocal(url)) sources.set(url, readFileSync(fileURLToPath(url), 'utf8'));
      return next(url, context);
    },
  });
  return graph;
};

/** The module and every local one that it imports, directly or not. */
const closure = ({ imports, sources }: Graph, entry: string): readonly string[] => {
  const found = new Set([entry]);
  for (const url of found) {
    for (const child of imports.get(url) ?? []) if (sources.has(child)) found.add(child);
  }
  return [...found];
};

/** Line ends are those of whoever checked the file out: they do not count. */
const textOf = (path: string, { sources }: Graph, url: string): string =>
  (sources.get(url) ?? readFileSync(path, 'utf8')).replaceAll('\r\n', '\n');

/** Imports a module, watching it. */
export const importModule = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
  watch();
  return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
};

/** The local files of a program whose import was at least tried, its own first. */
export const filesOf = (path: string): readonly string[] =>
  closure(watch(), pathToFileURL(path).href).map((url) => fileURLToPath(url));

const hashText = (hasher: Hasher, text: string): string =>
  toHex(hasher.sha256(encodeUtf8(text.toWellFormed())));

/**
 * SHA-256 over the names, relative to the program's folder, and the texts of the program and every
 * local file it imports, in the order of names. The same wherever the files lie, and on every
 * version of Node: it is the text that was written that counts, not what it is compiled to.
 */
export const hashProgram = (path: string, hasher: Hasher): string => {
  const known = watch();
  const lines = closure(known, pathToFileURL(path).href).map((url) => {
    const file = fileURLToPath(url);
    const name = relative(dirname(path), file).replaceAll(sep, '/');
    return `${name}\n${hashText(hasher, textOf(file, known, url))}\n`;
  });
  return hashText(hasher, lines.toSorted((a, b) => (a < b ? -1 : 1)).join(''));
};
