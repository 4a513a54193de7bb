import { lineAt, parse } from '../ast.mjs';

const RULE = 'exports';

/** Lets the workspace resolve a package from its source. It must win, so it comes first. */
const SOURCE_CONDITION = '@xdv/source';

/** What every published package has: [is it there, what to do]. */
const PACKAGE_RULES = [
  [
    ({ files, dir }) => files.has(`${dir}/README.md`),
    'has no README.md; write one that opens with a runnable example',
  ],
  [
    ({ manifest }) => manifest.license === 'Apache-2.0',
    'license is not Apache-2.0; set "license": "Apache-2.0"',
  ],
  [
    ({ manifest }) => ['dist', 'src'].every((folder) => manifest.files?.includes(folder)),
    `ships without dist or src; list both in "files", ${SOURCE_CONDITION} points into src`,
  ],
  [
    ({ manifest }) => manifest.exports?.['.'] !== undefined,
    'has no main entry; give "exports" a "." entry',
  ],
];

/** Entries of the exports map that lead to code, not to package.json. */
const codeEntries = (manifest) =>
  Object.entries(manifest.exports ?? {}).filter(([path]) => path !== './package.json');

const sourceOf = (dir, target) => {
  const source = target?.[SOURCE_CONDITION];
  return typeof source === 'string' ? source.replace(/^\./, dir) : undefined;
};

const entryProblems = (files, { dir, manifest }) =>
  codeEntries(manifest).flatMap(([path, target]) => {
    if (Object.keys(target ?? {})[0] !== SOURCE_CONDITION) {
      return [`"${path}" does not put ${SOURCE_CONDITION} first in "exports"; move it to the top`];
    }
    const source = sourceOf(dir, target);
    if (files.has(source)) return [];
    const missing = `"${path}" of "exports" leads to ${source}, which is missing`;
    return [`${missing}; write it or drop the entry`];
  });

/** Every form: `export default`, `as default` in a list, `* as default`. */
const isDefaultExport = (node) => {
  const names = [node.exported, ...(node.specifiers ?? []).map(({ exported }) => exported)];
  const named = names.some((name) => (name?.name ?? name?.value) === 'default');
  return node.type === 'ExportDefaultDeclaration' || named;
};

const defaultExportProblems = (files, { dir, manifest }) =>
  codeEntries(manifest)
    .map(([, target]) => files.get(sourceOf(dir, target)))
    .filter((file) => file !== undefined)
    .flatMap((file) =>
      parse(file)
        .body.filter((node) => node.type.startsWith('Export') && isDefaultExport(node))
        .map(({ start }) => ({
          path: file.path,
          line: lineAt(file.text, start),
          rule: RULE,
          text: 'has a default export; export it by name',
        })),
    );

/** Published packages look alike from outside: named exports, README, license, source included. */
export const exports = (house) => {
  const files = new Map(house.files.map((file) => [file.path, file]));
  return house.packages
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap((entry) => {
      const lacking = PACKAGE_RULES.filter(([holds]) => !holds({ ...entry, files }));
      const texts = [...lacking.map(([, text]) => text), ...entryProblems(files, entry)];
      const path = `${entry.dir}/package.json`;
      const problems = texts.map((text) => ({ path, line: 1, rule: RULE, text }));
      return [...problems, ...defaultExportProblems(files, entry)];
    });
};
