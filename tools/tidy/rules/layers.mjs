import { posix } from 'node:path';
import { importsOf, lineAt } from '../ast.mjs';
import { isSource, packageOf } from '../house.mjs';
import { layerOf } from '../layers.mjs';

const RULE = 'layers';

/** What ships is bound by the layers; tests may use what devDependencies list. */
const SHIPPED_FIELDS = ['dependencies', 'peerDependencies', 'optionalDependencies'];
const TEST_FIELDS = [...SHIPPED_FIELDS, 'devDependencies'];

const named = (manifest, fields) => fields.flatMap((field) => Object.keys(manifest[field] ?? {}));

/** 'xdv-kernel/presets' -> the package 'xdv-kernel'; undefined for what is not of this house. */
const houseTarget = (house, from) =>
  house.packages.find(({ manifest: { name } }) => from === name || from.startsWith(`${name}/`));

const INSTEAD = 'put the contract both need into domain-model and have it passed in';

const notLower = (user, used) => layerOf(used.dir) >= layerOf(user.dir);

const manifestProblems = (house, user) => {
  const path = `${user.dir}/package.json`;
  const problem = (text) => ({ path, line: 1, rule: RULE, text });
  if (layerOf(user.dir) === -1) {
    return [problem(`${user.dir} has no layer; give it a row in tools/tidy/layers.mjs`)];
  }
  return named(user.manifest, SHIPPED_FIELDS)
    .map((name) => houseTarget(house, name))
    .filter((used) => used !== undefined && notLower(user, used))
    .map((used) => problem(`depends on ${used.dir}, which is not below it; ${INSTEAD}`));
};

/** The other package that a relative import leads into. */
const byPath = (house, user, path, from) => {
  const target = from.startsWith('.') ? posix.join(posix.dirname(path), from) : undefined;
  const owner = target === undefined ? undefined : packageOf(house, target);
  return owner !== undefined && owner !== user ? owner : undefined;
};

/** A bare import that goes around the exports map, e.g. '@xdv/security/src/table.ts'. */
const byInnerPath = (used, from) =>
  /^(?:src|dist)(?:\/|$)/.test(from.slice(used.manifest.name.length + 1));

const bareImportProblem = (user, used, from, ships) => {
  if (byInnerPath(used, from)) {
    return `imports ${from}; import ${used.manifest.name} and what its exports map offers`;
  }
  if (user === undefined || user === used) return undefined;
  if (ships && notLower(user, used)) {
    return `imports ${from}, and ${used.dir} is not below ${user.dir}; ${INSTEAD}`;
  }
  if (!named(user.manifest, ships ? SHIPPED_FIELDS : TEST_FIELDS).includes(used.manifest.name)) {
    const field = ships ? 'dependencies' : 'devDependencies';
    return `imports ${from}, which is not listed; add it to ${field} of ${user.dir}/package.json`;
  }
  return undefined;
};

const importProblem = (house, path, from) => {
  const user = packageOf(house, path);
  const reached = byPath(house, user, path, from);
  if (reached) return `imports ${from} by path; import ${reached.manifest.name} by name`;
  const used = houseTarget(house, from);
  const ships = user !== undefined && path.startsWith(`${user.dir}/src/`);
  return used && bareImportProblem(user, used, from, ships);
};

/** A package uses only packages of lower layers, by name, and lists what it uses. */
export const layers = (house) => [
  ...house.packages.flatMap((user) => manifestProblems(house, user)),
  ...house.files.filter(isSource).flatMap((file) =>
    importsOf(file).flatMap(({ from, offset }) => {
      const text = typeof from === 'string' ? importProblem(house, file.path, from) : undefined;
      if (text === undefined) return [];
      return [{ path: file.path, line: lineAt(file.text, offset), rule: RULE, text }];
    }),
  ),
];
