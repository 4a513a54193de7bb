import { print } from '@xdv/openqasm';
import type { TextEdit } from 'vscode-languageserver';
import type { OpenDocument } from './document.ts';

/** Codes of errors that leave something unread, which printing would lose. */
const isSyntactic = (document: OpenDocument): boolean =>
  document.analysis.program.statements.some(({ kind }) => kind === 'broken');

/**
 * The document in its canonical form, as at most one edit; none if it is in that form already, or
 * if part of it could not be read.
 */
export const formatOf = (document: OpenDocument): TextEdit[] => {
  const { text, analysis, rangeOf } = document;
  if (isSyntactic(document)) return [];
  const before = text.getText();
  const after = print(analysis.program, analysis.sources);
  if (after === before) return [];
  return [{ range: rangeOf({ start: 0, end: before.length }), newText: after }];
};
