// Writes docs/requirements.md: which tests cite which requirement. With --check it writes nothing
// and exits 1 when the file is stale. The file depends on the tests alone; where the catalogue of
// requirements is at hand ($XDV_SPEC, or ../shared/spec beside the clone), the share of its ids
// that are covered is printed too, and an id that it does not have is an error.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const TARGET = 'docs/requirements.md';
const CATALOGUE = process.env.XDV_SPEC ?? join(root, '../shared/spec/requirements.md');
const CITATION = /XDV-(\d{3}\.\d+)/g;
const CATALOGUE_ENTRY = /^- (\d{3}\.\d+) /gm;

const testFolders = () => {
  const inside = (folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}/test`)
      : [];
  return [...inside('packages'), 'examples/test', ...inside('tools')].filter((folder) =>
    existsSync(join(root, folder)),
  );
};

const testFiles = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'));

/** id -> the files that cite it, each once. */
const readCitations = () => {
  const files = testFolders().flatMap(testFiles).sort();
  const citations = new Map();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const id of new Set([...text.matchAll(CITATION)].map(([, id]) => id))) {
      citations.set(id, [...(citations.get(id) ?? []), file]);
    }
  }
  return citations;
};

/** 012.10 comes after 012.9. */
const byNumber = (a, b) => {
  const [documentA, numberA] = a.split('.').map(Number);
  const [documentB, numberB] = b.split('.').map(Number);
  return documentA - documentB || numberA - numberB;
};

const link = (file) => `[${file}](../${file})`;

const render = (citations) => {
  const ids = [...citations.keys()].sort(byNumber);
  const rows = ids.map((id) => `| XDV-${id} | ${citations.get(id).map(link).join('<br>')} |`);
  return `# Requirements and the tests that cite them

Written by \`npm run requirements\`; do not edit. A row says that a test names the requirement, and
the test says what of it is shown. ${ids.length} requirements are cited.

| requirement | tests |
| --- | --- |
${rows.join('\n')}
`;
};

/** Prints how much of the catalogue is cited. @returns ids that are cited but not in it */
const compareWithCatalogue = (cited) => {
  if (!existsSync(CATALOGUE)) return [];
  const entries = readFileSync(CATALOGUE, 'utf8').matchAll(CATALOGUE_ENTRY);
  const known = new Set([...entries].map(([, id]) => id));
  const covered = cited.filter((id) => known.has(id));
  console.log(`${covered.length} of the ${known.size} requirements of the catalogue are cited`);
  return cited.filter((id) => !known.has(id));
};

const citations = readCitations();
const unknown = compareWithCatalogue([...citations.keys()]);
for (const id of unknown) {
  console.log(`XDV-${id} is not in the catalogue: ${citations.get(id).join(', ')}`);
}
const text = render(citations);
const target = join(root, TARGET);
const isStale = !existsSync(target) || readFileSync(target, 'utf8') !== text;
if (process.argv.includes('--check')) {
  console.log(`${TARGET} is ${isStale ? 'stale; run npm run requirements' : 'current'}`);
  process.exitCode = isStale ? 1 : 0;
} else {
  writeFileSync(target, text);
  console.log(`${TARGET}: ${citations.size} requirements cited`);
}
if (unknown.length > 0) process.exitCode = 1;
