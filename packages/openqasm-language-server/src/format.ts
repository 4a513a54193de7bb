import { format } from '@xdv/openqasm';
import type { TextEdit } from 'vscode-languageserver';
import type { OpenDocument } from './document.ts';

/**
 * The document in its canonical form, as at most one edit; none if it is in that form already, or
 * if part of it could not be read.
 */
export const formatOf = ({ text, analysis, rangeOf }: OpenDocument): TextEdit[] => {
  const before = text.getText();
  const after = format(analysis);
  if (after === null || after === before) return [];
  return [{ range: rangeOf({ start: 0, end: before.length }), newText: after }];
};
