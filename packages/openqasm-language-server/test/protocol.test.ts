import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Hover, Location, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClient, type Client } from './client.ts';
import { longProgram } from './long-program.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
});

const PROGRAM = `OPENQASM 3.0;
include "stdgates.inc";
// Turns both qubits.
gate turn(theta) a, b { rx(theta) a; rx(theta) b; }
const int[8] size = 2 + 2;
qubit[size] q;
bit[size] c;
turn(pi / 2) q[0], q[1];
c = measure q;
`;

let documents = 0;
const newUri = (): string => `untitled:program-${++documents}.qasm`;

/** The position of the first (or a later) occurrence of a text, and one character into it. */
const at = (text: string, part: string, from = 0) => {
  const offset = text.indexOf(part, from);
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length + 1 };
};

const asking = (uri: string, position: object) => ({ textDocument: { uri }, position });

/** What a range covers, on one line. */
const covered = (text: string, { start, end }: Range): string =>
  text.split('\n')[start.line]!.slice(start.character, end.character);

const apply = (text: string, edits: readonly TextEdit[]): string => {
  const starts = [0];
  for (const line of text.split('\n')) starts.push(starts.at(-1)! + line.length + 1);
  const offset = ({ line, character }: Range['start']): number =>
    Math.min(starts[line]! + character, text.length);
  const ordered = edits.toSorted((a, b) => offset(b.range.start) - offset(a.range.start));
  return ordered.reduce(
    (out, { range, newText }) =>
      out.slice(0, offset(range.start)) + newText + out.slice(offset(range.end)),
    text,
  );
};

describe('the language server', () => {
  it('publishes what is wrong with codes and ranges, and takes it back when mended', async () => {
    const uri = newUri();
    const broken = PROGRAM.replace('turn(pi / 2)', 'turm(pi / 2)');
    const [found, ...others] = await client.open(uri, broken);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'NAME_UNKNOWN', severity: 1, source: 'openqasm' });
    expect(covered(broken, found!.range)).toBe('turm');
    const { line, character } = found!.range.start;
    const range = { start: { line, character }, end: { line, character: character + 4 } };
    expect(await client.change(uri, 2, [{ range, text: 'turn' }])).toEqual([]);
  });

  it('publishes what is wrong with the newest text after changes that come together', async () => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const typed = 'turn(pi) q[0], r[1];';
    const line = PROGRAM.split('\n').length - 1;
    const answers = typed.split('').map((text, character) => {
      const at = { line, character };
      return client.change(uri, 2 + character, [{ range: { start: at, end: at }, text }]);
    });
    const [found, ...others] = (await Promise.all(answers)).at(-1)!;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'NAME_UNKNOWN' });
    expect(covered(PROGRAM + typed, found!.range)).toBe('r');
  });

  it('answers about the text as it is after changes that nobody waited for', async () => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const start = at(PROGRAM, '2 + 2');
    const range = { start: { ...start, character: start.character - 1 }, end: start };
    const changed = client.change(uri, 2, [{ range, text: '7' }]);
    const shown = await client.request<Hover>(
      'textDocument/hover',
      asking(uri, at(PROGRAM, 'size]')),
    );
    expect((shown.contents as { value: string }).value).toContain('const int[8] size = 9');
    expect(await changed).toEqual([]);
  });

  it('explains a name: its signature, its value, the comment above it', async () => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const hover = async (part: string): Promise<string> => {
      const shown = await client.request<Hover>(
        'textDocument/hover',
        asking(uri, at(PROGRAM, part)),
      );
      return (shown.contents as { value: string }).value;
    };
    expect(await hover('turn(pi')).toMatch(/gate turn: 1 angle, 2 qubits[^]*Turns both qubits/);
    expect(await hover('size]')).toContain('const int[8] size = 4');
    expect(await hover('q[0]')).toContain('qubit[4] q');
    expect(await hover('rx(')).toContain('standard library');
    const nothing = client.request('textDocument/hover', asking(uri, { line: 2, character: 0 }));
    expect(await nothing).toBeNull();
  });

  it('goes to the definition of a name', async () => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const found = await client.request<Location>(
      'textDocument/definition',
      asking(uri, at(PROGRAM, 'turn(pi')),
    );
    expect(found.uri).toBe(uri);
    expect(found.range.start).toEqual({ line: 3, character: 5 });
    const inLibrary = asking(uri, at(PROGRAM, 'rx('));
    expect(await client.request('textDocument/definition', inLibrary)).toBeNull();
  });

  it('lists every place of a name, and of nothing else with the same spelling', async () => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const places = await client.request<Location[]>(
      'textDocument/references',
      { ...asking(uri, at(PROGRAM, 'theta)')), context: { includeDeclaration: true } },
    );
    expect(places.map(({ range }) => range.start)).toEqual([
      { line: 3, character: 10 },
      { line: 3, character: 27 },
      { line: 3, character: 40 },
    ]);
  });

  it('renames a name everywhere, and the program means the same', async () => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const place = asking(uri, at(PROGRAM, 'q;'));
    const range = await client.request<Range>('textDocument/prepareRename', place);
    expect(covered(PROGRAM, range)).toBe('q');
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', {
      ...place,
      newName: 'data',
    });
    const renamed = apply(PROGRAM, edit.changes![uri]!);
    expect(renamed).toContain('qubit[size] data;\nbit[size] c;\nturn(pi / 2) data[0], data[1];');
    expect(renamed).toContain('gate turn(theta) a, b {');
    expect(await client.open(newUri(), renamed)).toEqual([]);
  });

  it.each([
    ['a word of the language', 'while'],
    ['no name at all', '1q'],
    ['a name that is taken', 'c'],
    ['a name of the library', 'h'],
  ])('refuses to rename to %s', async (_, newName) => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const place = asking(uri, at(PROGRAM, 'q;'));
    await expect(
      client.request('textDocument/rename', { ...place, newName }),
    ).rejects.toMatchObject({ code: -32600 });
  });

  it('refuses to rename what the language declares', async () => {
    const uri = newUri();
    await client.open(uri, PROGRAM);
    const place = asking(uri, at(PROGRAM, 'rx('));
    await expect(client.request('textDocument/prepareRename', place)).rejects.toMatchObject({
      code: -32600,
    });
  });

  it('formats a document once: comments stay, and a formatted one needs no edit', async () => {
    const uri = newUri();
    const untidy = PROGRAM.replace('qubit[size] q;', 'qubit[ size ]   q ; // data');
    await client.open(uri, untidy);
    const options = { tabSize: 2, insertSpaces: true };
    const asked = { textDocument: { uri }, options };
    const edits = await client.request<TextEdit[]>('textDocument/formatting', asked);
    const formatted = apply(untidy, edits);
    expect(formatted).toContain('qubit[size] q; // data\n');
    expect(formatted).toContain('// Turns both qubits.\n');
    const again = newUri();
    await client.open(again, formatted);
    const second = { textDocument: { uri: again }, options };
    expect(await client.request('textDocument/formatting', second)).toEqual([]);
  });

  it('formats nothing that it could not read', async () => {
    const uri = newUri();
    await client.open(uri, 'OPENQASM 3.0;\nqubit q\n== 7;\n  x   q;\n');
    const asked = { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } };
    expect(await client.request('textDocument/formatting', asked)).toEqual([]);
  });

  it('follows included files on disk and goes to definitions in them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xdv-lsp-'));
    try {
      const library = 'gate twice a {\n  x a;\n  x a;\n}\n';
      writeFileSync(join(folder, 'mine.inc'), `include "stdgates.inc";\n${library}`);
      const text = 'OPENQASM 3.0;\ninclude "mine.inc";\nqubit q;\ntwice q;\n';
      const uri = pathToFileURL(join(folder, 'main.qasm')).href;
      expect(await client.open(uri, text)).toEqual([]);
      const place = asking(uri, at(text, 'twice q'));
      const found = await client.request<Location>('textDocument/definition', place);
      expect(found.uri).toBe(pathToFileURL(join(folder, 'mine.inc')).href);
      expect(found.range.start).toEqual({ line: 1, character: 5 });
      const renaming = client.request('textDocument/rename', { ...place, newName: 'double' });
      await expect(renaming).rejects.toMatchObject({ code: -32600 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('answers on 10,000 lines after an edit in the middle', async () => {
    const uri = newUri();
    const text = longProgram(10_000);
    expect(await client.open(uri, text)).toEqual([]);
    const line = 5_000;
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    const [found, ...others] = await client.change(uri, 2, [{ range, text: 'x unknown; ' }]);
    expect(others).toEqual([]);
    expect(found!.range.start).toEqual({ line, character: 2 });
  });

  it('answers about documents that are not open with null', async () => {
    const place = asking('untitled:never.qasm', { line: 0, character: 0 });
    expect(await client.request('textDocument/hover', place)).toBeNull();
  });
});
