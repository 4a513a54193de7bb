import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from 'xdv-kernel';

/** Lines shown before the one that is meant. */
const LINES_BEFORE = 2;
const LENGTH_MAX = 160;

/** The file of a place as a path: relative to `cwd` if it is below. */
const pathOf = ({ file }: Place, cwd: string): { readonly path: string; readonly name: string } => {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const name = relative(cwd, path);
  return { path, name: name.startsWith('..') ? path : name };
};

/** `file:line:column`, the file relative to `cwd`. */
export const placeText = (place: Place, cwd: string): string =>
  `${pathOf(place, cwd).name}:${place.line}:${place.column}`;

/** The line of a place in its source, with what comes before it and a mark under the column. */
export const excerptOf = (place: Place, cwd: string): string | undefined => {
  const { path } = pathOf(place, cwd);
  let lines: readonly string[];
  try {
    lines = readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    // the source may be elsewhere by now: then only the place is shown
    return undefined;
  }
  if (place.line > lines.length) return undefined;
  const first = Math.max(1, place.line - LINES_BEFORE);
  const margin = String(place.line).length;
  const shown = lines.slice(first - 1, place.line).map((line, i) => {
    return `${String(first + i).padStart(margin)} | ${line.slice(0, LENGTH_MAX)}`;
  });
  const indent = lines[place.line - 1]!.slice(0, place.column - 1).replace(/[^\t]/g, ' ');
  return [...shown, `${' '.repeat(margin)} | ${indent}^`].join('\n');
};
