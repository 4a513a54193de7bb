import {
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnosticsOf } from './diagnostics.ts';
import { openDocument, type OpenDocument, type ReadFile } from './document.ts';
import { formatOf } from './format.ts';
import { hoverAt } from './hover.ts';
import { definitionAt, referencesAt, renameableAt, renameAt } from './names.ts';

const CAPABILITIES: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: true,
  },
  serverInfo: { name: '@xdv/openqasm-language-server' },
};

/**
 * Serves the language server protocol on a connection: diagnostics as a document changes, hover,
 * definitions, references, rename, formatting. Each answer takes time linear in the document, once
 * for each of its versions. `readFile` gives files that documents include.
 */
export const serve = (connection: Connection, readFile: ReadFile): void => {
  const texts = new TextDocuments(TextDocument);
  const open = new Map<string, OpenDocument>();
  // an included file counts as it is in the editor
  const read: ReadFile = (uri) => texts.get(uri)?.getText() ?? readFile(uri);

  const current = (uri: string): OpenDocument | undefined => {
    const text = texts.get(uri);
    const known = open.get(uri);
    if (text === undefined || known?.version === text.version) return known;
    const opened = openDocument(text, read);
    open.set(uri, opened);
    return opened;
  };
  const at = <T>(
    { textDocument, position }: TextDocumentPositionParams,
    answer: (document: OpenDocument, offset: number) => T,
  ): T | null => {
    const document = current(textDocument.uri);
    return document === undefined ? null : answer(document, document.text.offsetAt(position));
  };

  texts.onDidChangeContent(({ document: { uri, version } }) => {
    const document = current(uri);
    if (document === undefined) return;
    void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(document) });
  });
  texts.onDidClose(({ document: { uri } }) => {
    open.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  connection.onInitialize(() => CAPABILITIES);
  connection.onHover((params) => at(params, hoverAt));
  connection.onDefinition((params) => at(params, definitionAt));
  connection.onReferences((params) => at(params, referencesAt));
  connection.onPrepareRename((params) =>
    at(params, (document, offset) => document.rangeOf(renameableAt(document, offset))),
  );
  connection.onRenameRequest((params) =>
    at(params, (document, offset) => renameAt(document, offset, params.newName)),
  );
  connection.onDocumentFormatting(({ textDocument }) => {
    const document = current(textDocument.uri);
    return document === undefined ? null : formatOf(document);
  });
  texts.listen(connection);
  connection.listen();
};
