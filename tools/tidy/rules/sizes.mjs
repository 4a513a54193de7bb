import { lineAt, parse, walk } from '../ast.mjs';
import { isSource } from '../house.mjs';

const RULE = 'sizes';

/** What fits: a file holds one idea, a function one screen, a line one split window. */
export const LIMITS = { fileLines: 400, functionLines: 60, lineColumns: 100 };

/** Calls whose callback lists cases and is no function to read from top to bottom. */
const LISTING_CALLS = new Set(['describe', 'suite']);

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

/** A long string or address alone in its line, perhaps behind a key or in a comment. */
const UNBREAKABLE = [
  /^\s*(?:[\w$]+: )?(?:'[^']*'|"[^"]*"|`[^`]*`)[,;)\]]*$/,
  /^\s*(?:\/\/|\*|\/\*\*?|\[[\w-]+\]:)?\s*<?https?:\/\/\S+$/,
];

const calleeName = (node) => {
  if (node.type === 'Identifier') return node.name;
  const below = node.object ?? node.callee ?? node.tag;
  return below ? calleeName(below) : undefined;
};

const isListing = (parent, key) =>
  parent?.type === 'CallExpression' &&
  key === 'arguments' &&
  LISTING_CALLS.has(calleeName(parent.callee));

const functionProblems = (file) => {
  const found = [];
  walk(parse(file), (node, parent, key) => {
    if (!FUNCTIONS.has(node.type) || isListing(parent, key)) return;
    const line = lineAt(file.text, node.start);
    const length = lineAt(file.text, node.end) - line + 1;
    if (length <= LIMITS.functionLines) return;
    const limit = `${length} lines, over ${LIMITS.functionLines}`;
    found.push([line, `function of ${limit}; name its parts and move them out`]);
  });
  return found;
};

const lineProblems = (lines) =>
  lines.flatMap((line, index) => {
    const columns = [...line].length;
    if (columns <= LIMITS.lineColumns || UNBREAKABLE.some((form) => form.test(line))) return [];
    return [[index + 1, `${columns} columns, over ${LIMITS.lineColumns}; break the line`]];
  });

const fileProblems = (lines) => {
  const length = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  if (length <= LIMITS.fileLines) return [];
  const limit = `${length} lines, over ${LIMITS.fileLines}`;
  return [[LIMITS.fileLines + 1, `file of ${limit}; give its second idea a file of its own`]];
};

/** Files, functions and lines stay small enough to read at once. */
export const sizes = (house) =>
  house.files.filter(isSource).flatMap((file) => {
    const lines = file.text.split('\n');
    return [...fileProblems(lines), ...functionProblems(file), ...lineProblems(lines)].map(
      ([line, text]) => ({ path: file.path, line, rule: RULE, text }),
    );
  });
