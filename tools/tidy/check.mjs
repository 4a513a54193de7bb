import { parse } from './ast.mjs';
import { isSource } from './house.mjs';
import { changesets } from './rules/changesets.mjs';
import { exports } from './rules/exports.mjs';
import { globals } from './rules/globals.mjs';
import { layers } from './rules/layers.mjs';
import { prose } from './rules/prose.mjs';
import { sizes } from './rules/sizes.mjs';

/** Every rule is a pure function (house) => problems. */
export const RULES = { layers, globals, sizes, exports, prose, changesets };

const syntaxProblems = (file) => {
  try {
    parse(file);
    return [];
  } catch (error) {
    const text = `does not parse (${error.message}); mend it, no other rule can read the file`;
    return [{ path: file.path, line: 1, rule: 'syntax', text }];
  }
};

/**
 * All problems of a house, by path and line. A file that does not parse is one problem, and no
 * other rule reads it.
 * @param {import('./house.mjs').House} house
 * @returns {import('./house.mjs').Problem[]}
 */
export const check = (house) => {
  const broken = house.files.filter(isSource).flatMap(syntaxProblems);
  const unreadable = new Set(broken.map(({ path }) => path));
  const readable = { ...house, files: house.files.filter(({ path }) => !unreadable.has(path)) };
  const found = Object.values(RULES).flatMap((rule) => rule(readable));
  return [...broken, ...found].toSorted(
    (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.line - b.line,
  );
};

/** One problem as an editor can follow it. */
export const problemLine = ({ path, line, rule, text }) => `${path}:${line}: ${rule}: ${text}`;
