import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnosticsOf } from './diagnostics.ts';
import { openDocument } from './document.ts';
import { formatOf } from './format.ts';
import { hoverAt } from './hover.ts';
import { BROKEN, SOUND } from './samples.ts';

/** Samples analysed in all: as much work as the first edits of a long program would do. */
export const ROUNDS = 300;
/** How long nothing was asked before the warm-up starts or goes on. */
export const QUIET_MS = 50;

const SAMPLES = [...SOUND, SOUND[0]!, BROKEN];

/** Does with a sample what the server does with a document. */
const exercise = (text: string): void => {
  const sample = TextDocument.create('untitled:sample.qasm', 'openqasm', 1, text);
  const document = openDocument(sample, () => undefined);
  diagnosticsOf(document);
  formatOf(document);
  hoverAt(document, text.indexOf('turn('));
};

/** Compiles the server's own code before it is needed. */
export interface WarmUp {
  start(): void;
  /** Something was asked: goes on once it has been quiet for a while. */
  pause(): void;
  stop(): void;
}

/**
 * Has the parser and analyser compiled while nobody asks for anything, so that the first answers
 * are as fast as the later ones. Goes in steps of one small program, a few milliseconds each: a
 * request waits for one of them at most. Ends after {@link ROUNDS}.
 */
export const createWarmUp = (work: (sample: string) => void = exercise): WarmUp => {
  let round = ROUNDS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const after = (ms: number): void => {
    clearTimeout(timer);
    if (round < ROUNDS) timer = setTimeout(step, ms);
  };
  const step = (): void => {
    work(SAMPLES[round++ % SAMPLES.length]!);
    after(0);
  };
  return {
    start() {
      round = 0;
      // an editor that has a file to open does so at once
      after(QUIET_MS);
    },
    pause: () => after(QUIET_MS),
    stop() {
      round = ROUNDS;
      clearTimeout(timer);
    },
  };
};
