import type { Occurrence, QasmSymbol } from '@xdv/openqasm';
import {
  ErrorCodes,
  ResponseError,
  type Location,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { OpenDocument } from './document.ts';

const locate = (document: OpenDocument, span: { start: number; end: number }): Location => {
  const file = document.analysis.sources.fileAt(span.start);
  return { uri: document.uriOf(file), range: document.rangeOf(span) };
};

/** Where the name at an offset is declared; null for what the language declares. */
export const definitionAt = (document: OpenDocument, offset: number): Location | null => {
  const declared = document.at(offset)?.symbol.declared ?? null;
  return declared === null ? null : locate(document, declared);
};

const occurrencesOfSymbol = (document: OpenDocument, symbol: QasmSymbol): readonly Occurrence[] =>
  document.occurrences().filter((each) => each.symbol === symbol);

/** Every place where the name at an offset is written. */
export const referencesAt = (document: OpenDocument, offset: number): Location[] => {
  const found = document.at(offset);
  if (found === undefined) return [];
  return occurrencesOfSymbol(document, found.symbol).map((each) => locate(document, each));
};

const refuse = (why: string): never => {
  throw new ResponseError(ErrorCodes.InvalidRequest, why);
};

/** What a name looks like; whether it is a word of the language shows when it is tried. */
const NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}_]{0,255}$/u;

/** The name at an offset if it can be renamed: declared, and written in this document alone. */
export const renameableAt = (document: OpenDocument, offset: number): Occurrence => {
  const found = document.at(offset) ?? refuse('there is no name here');
  const { name, declared } = found.symbol;
  if (declared === null) refuse(`'${name}' belongs to the language or its standard library`);
  const length = document.text.getText().length;
  const elsewhere = occurrencesOfSymbol(document, found.symbol).some(({ end }) => end > length);
  if (elsewhere) refuse(`'${name}' is also written in an included file; rename it there as well`);
  return found;
};

/** Whether the language, or a file that the document includes, leaves a name free. */
const isFree = ({ analysis, reopen }: OpenDocument, name: string): boolean => {
  const { program, sources, version } = analysis;
  const includes = program.statements.filter(({ kind }) => kind === 'include');
  const lines = [
    version === 2 ? 'OPENQASM 2.0;' : 'OPENQASM 3.0;',
    ...includes.map(({ start, end }) => sources.text(start, end)),
  ];
  const errors = (text: string): number => reopen(text).analysis.diagnostics.length;
  const before = lines.join('\n');
  const declared = version === 2 ? `creg ${name}[1];` : `bit ${name};`;
  return errors(`${before}\n${declared}`) === errors(before);
};

/**
 * Renames what the name at an offset stands for, everywhere in the document. Refused with
 * InvalidRequest if the new name is none, or stands for something else anywhere in the document,
 * its included files or the language: no scope is left in which it could be mistaken.
 */
export const renameAt = (
  document: OpenDocument,
  offset: number,
  newName: string,
): WorkspaceEdit => {
  const found = renameableAt(document, offset);
  if (!NAME.test(newName)) refuse(`'${newName}' cannot be a name`);
  const taken = document.occurrences().some(({ symbol }) => symbol.name === newName);
  if (taken || !isFree(document, newName)) {
    refuse(`'${newName}' is taken, or belongs to the language`);
  }
  const edits = occurrencesOfSymbol(document, found.symbol).map((place) => ({
    range: document.rangeOf(place),
    newText: newName,
  }));
  return { changes: { [document.text.uri]: edits } };
};
