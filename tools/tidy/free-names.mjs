import { children } from './ast.mjs';

/** Nodes that open a scope. `var` counts as block-scoped, which can only report too much. */
const SCOPES = new Set([
  'Program',
  'BlockStatement',
  'StaticBlock',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassDeclaration',
  'ClassExpression',
]);

/** TypeScript nodes that hold an expression; all others are types, which do nothing at run time. */
const TYPED_EXPRESSIONS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
]);
const isType = ({ type }) => type.startsWith('TS') && !TYPED_EXPRESSIONS.has(type);

/** Fields that hold a name which refers to nothing in scope, unless it is computed. */
const NAME_FIELDS = {
  MemberExpression: ['property'],
  Property: ['key'],
  MethodDefinition: ['key'],
  PropertyDefinition: ['key'],
  AccessorProperty: ['key'],
  LabeledStatement: ['label'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
  ExportAllDeclaration: ['exported'],
  MetaProperty: ['meta', 'property'],
};

const parts = (node) => {
  const names = node.computed ? [] : (NAME_FIELDS[node.type] ?? []);
  // `export { x } from` names something of the other module
  const elsewhere = node.type === 'ExportNamedDeclaration' && node.source ? ['specifiers'] : [];
  const skipped = [...names, ...elsewhere];
  return children(node).filter(([key, child]) => !skipped.includes(key) && !isType(child));
};

const patternNames = (node) => {
  if (!node) return [];
  if (node.type === 'Identifier') return [node.name];
  if (node.type === 'AssignmentPattern') return patternNames(node.left);
  return parts(node).flatMap(([, child]) => patternNames(child));
};

/** Names that a node declares in the scope around it. An ambient `declare` binds nothing. */
const declaredBy = (node) => {
  if (node.declare) return [];
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id }) => patternNames(id));
  }
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    return patternNames(node.id);
  }
  if (node.type === 'ImportDeclaration') return node.specifiers.map(({ local }) => local.name);
  return [];
};

/** The same for all that lies below it, down to the next scope. */
const allDeclared = (node) => {
  const below = SCOPES.has(node.type) ? [] : parts(node);
  return [...declaredBy(node), ...below.flatMap(([, child]) => allDeclared(child))];
};

/** Names that a scope node binds for what is inside it. */
const ownNames = (node) =>
  new Set([
    ...(node.params ?? []).flatMap(patternNames),
    ...patternNames(node.param),
    ...(node.type.endsWith('Expression') ? patternNames(node.id) : []),
    ...parts(node).flatMap(([, child]) => allDeclared(child)),
  ]);

/**
 * Calls visit(node, parent) for each identifier used as a value that no scope of the file binds:
 * what the file takes from the global object.
 */
export const eachFreeName = (node, visit, scopes = [], parent) => {
  const inner = SCOPES.has(node.type) ? [...scopes, ownNames(node)] : scopes;
  if (node.type === 'Identifier' && !inner.some((names) => names.has(node.name))) {
    visit(node, parent);
  }
  for (const [, child] of parts(node)) eachFreeName(child, visit, inner, node);
};
