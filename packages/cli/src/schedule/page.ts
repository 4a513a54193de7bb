import type { TextTable } from './fold-table.ts';
import { element, escaped } from './svg.ts';

/** A report as a page of its own. */
export interface Page {
  readonly title: string;
  /** What was simulated, a line each. */
  readonly facts: readonly string[];
  readonly table: TextTable;
  /** Lines about differences between rows; may be empty. */
  readonly differences: readonly string[];
  readonly notes: readonly string[];
  /** SVG documents, each under its heading. */
  readonly pictures: readonly (readonly [heading: string, svg: string])[];
  /** How to get this page again. */
  readonly command: string;
}

const STYLE = `
body { font: 15px/1.5 Helvetica, Arial, sans-serif; color: #222; max-width: 1200px;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.8rem; border-bottom: 1px solid #ddd; text-align: right;
  white-space: nowrap; }
th { border-bottom: 2px solid #666; } .name { text-align: left; }
svg { max-width: 100%; height: auto; }
code { background: #f1f1f1; padding: 0.15rem 0.4rem; overflow-wrap: anywhere; }
`;

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const tableOf = ({ header, rows, labels }: TextTable): string => {
  const cell = (tag: string) => (text: string, i: number): string =>
    element(tag, i < labels ? { class: 'name' } : {}, escaped(text));
  const head = element('tr', {}, ...header.map(cell('th')));
  const body = rows.map((row) => element('tr', {}, ...row.map(cell('td'))));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
  return element('div', { class: 'scroll' }, table);
};

const section = (heading: string, ...parts: readonly string[]): string =>
  `${element('h2', {}, escaped(heading))}\n${parts.join('\n')}`;

const listOf = (lines: readonly string[]): string =>
  element('ul', {}, ...lines.map((line) => element('li', {}, escaped(line))));

/** The page as one HTML document that loads nothing and runs nothing. */
export const renderPage = (page: Page): string => {
  const { title, facts, table, differences, notes, pictures, command } = page;
  const parts = [
    element('h1', {}, escaped(title)),
    ...facts.map((fact) => element('p', {}, escaped(fact))),
    tableOf(table),
    ...(differences.length === 0 ? [] : [section('Differences', listOf(differences))]),
    ...pictures.map(([heading, svg]) => section(heading, element('div', { class: 'scroll' }, svg))),
    ...(notes.length === 0 ? [] : [section('Notes', listOf(notes))]),
    section('Again', element('p', {}, element('code', {}, escaped(command)))),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`;
};
