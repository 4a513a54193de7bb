import { parseSync } from 'vite';

/** Parsed once per file and shared by the rules; comments and strings are no code here. */
const cache = new WeakMap();

/** ESTree program of a source file. Throws where the file does not parse: no rule can judge it. */
export const parse = (file) => {
  const known = cache.get(file);
  if (known) return known;
  const { program, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new SyntaxError(`${file.path}: ${errors[0].message}`);
  cache.set(file, program);
  return program;
};

/** One-based line of a character offset. */
export const lineAt = (text, offset) => {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
};

const isNode = (value) => value !== null && typeof value === 'object' && 'type' in value;

/** [key, child] pairs of a node, in the order of its fields. */
export const children = (node) =>
  Object.entries(node).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => [key, child]),
  );

/** Calls visit(node, parent, key) for a node and everything below it. */
export const walk = (node, visit, parent, key) => {
  visit(node, parent, key);
  for (const [childKey, child] of children(node)) walk(child, visit, node, childKey);
};

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]);

/**
 * Every module a file names, types included: [{ from, offset }]. `from` is undefined for
 * import(expression), which no check can follow.
 */
export const importsOf = (file) => {
  const found = [];
  walk(parse(file), (node) => {
    if (!IMPORTING.has(node.type)) return;
    const source = node.source ?? node.argument ?? node.expression;
    if (source) found.push({ from: (source.literal ?? source).value, offset: node.start });
  });
  return found;
};
