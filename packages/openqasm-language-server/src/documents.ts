import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openDocument, type OpenDocument, type ReadFile } from './document.ts';

/** Collects young garbage at once. */
export type Collect = () => void;

/** The documents that are open, each analysed once for each version that is asked about. */
export class Documents {
  readonly texts = new TextDocuments(TextDocument);
  readonly #analysed = new Map<string, OpenDocument>();
  readonly #readFile: ReadFile;
  readonly #collect: Collect | undefined;

  constructor(readFile: ReadFile, collect: Collect | undefined) {
    this.#readFile = readFile;
    this.#collect = collect;
  }

  /** A document as it is now; undefined if it is not open. Linear in its length when it is new. */
  get(uri: string): OpenDocument | undefined {
    const text = this.texts.get(uri);
    if (text !== undefined && !this.#isAnalysed(text)) this.#analyse(text);
    return this.#analysed.get(uri);
  }

  close(uri: string): void {
    this.#analysed.delete(uri);
  }

  // on its own, so that no frame below the collection holds what is to be collected
  #isAnalysed({ uri, version }: TextDocument): boolean {
    return this.#analysed.get(uri)?.version === version;
  }

  #analyse(text: TextDocument): void {
    // An analysis is many young objects. Collected now, when those of the last version are garbage
    // and those of the next not there yet, they cost next to nothing; whenever else the collector
    // comes it copies a whole analysis, which takes longer than making one.
    if (this.#analysed.delete(text.uri)) this.#collect?.();
    // an included file counts as it is in the editor
    const read: ReadFile = (uri) => this.texts.get(uri)?.getText() ?? this.#readFile(uri);
    this.#analysed.set(text.uri, openDocument(text, read));
  }
}
