import {
  analyze,
  occurrenceAt,
  occurrencesOf,
  type Analysis,
  type Occurrence,
  type SourceFile,
} from '@xdv/openqasm';
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** Gives the text of a file by its URI; undefined if there is none to be had. */
export type ReadFile = (uri: string) => string | undefined;

/** A version of an open document and what is known of it. */
export interface OpenDocument {
  /** The version that all the rest is about: `text` goes on to the next when it is edited. */
  readonly version: number;
  readonly text: TextDocument;
  readonly analysis: Analysis;
  /** Found when first asked for. */
  readonly occurrences: () => readonly Occurrence[];
  /** The name at a position of the document. */
  readonly at: (offset: number) => Occurrence | undefined;
  /** The URI of one of the files that the document consists of. */
  readonly uriOf: (file: SourceFile) => string;
  /** A part of one of those files. */
  readonly rangeOf: (span: { readonly start: number; readonly end: number }) => Range;
  /** What the document would be with another text. */
  readonly reopen: (content: string) => OpenDocument;
}

/** A file named in an `include`, seen from the document. */
const resolve = (name: string, uri: string): string | undefined =>
  URL.canParse(name, uri) ? new URL(name, uri).href : undefined;

/** Analyses a document. Linear in its length. */
export const openDocument = (text: TextDocument, readFile: ReadFile): OpenDocument => {
  const { uri } = text;
  const include = (name: string): string | undefined => {
    const resolved = resolve(name, uri);
    return resolved === undefined ? undefined : readFile(resolved);
  };
  const analysis = analyze(text.getText(), { file: uri, include });
  const { sources } = analysis;
  let occurrences: readonly Occurrence[] | undefined;
  const position = (offset: number) => {
    const file = sources.fileAt(offset);
    if (file.base === 0) return text.positionAt(offset);
    // editors count UTF-16 units from 0
    const { line } = sources.place(offset);
    const before = file.text.slice(0, offset - file.base);
    const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
    return { line: line - 1, character: before.length - start };
  };
  const all = (): readonly Occurrence[] => (occurrences ??= occurrencesOf(analysis));
  return {
    version: text.version,
    text,
    analysis,
    occurrences: all,
    at: (offset) => occurrenceAt(all(), offset),
    uriOf: (file) => (file.base === 0 ? uri : (resolve(file.name, uri) ?? uri)),
    rangeOf: ({ start, end }) => ({ start: position(start), end: position(end) }),
    reopen: (content) =>
      openDocument(TextDocument.create(uri, text.languageId, text.version, content), readFile),
  };
};
