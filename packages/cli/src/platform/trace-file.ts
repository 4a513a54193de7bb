import { closeSync, openSync, writeSync } from 'node:fs';
import { XdvError, type TraceStore } from '@xdv/domain-model';

/** A trace on disk. What was written before a crash is there and can be read. */
export interface TraceFile extends TraceStore {
  close(): void;
}

const whyOf = (error: unknown): string =>
  (error as { readonly code?: string }).code ?? String(error);

const refusal = (path: string, error: unknown): XdvError =>
  new XdvError({
    code: 'ARGUMENT_INVALID',
    message: `the trace cannot be written to ${path}: ${whyOf(error)}`,
    hint: 'Name a file that can be written with --out',
  });

/** Opens `path` for a new trace, emptying it. Throws ARGUMENT_INVALID if that cannot be done. */
export const createTraceFile = (path: string, name: string): TraceFile => {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw refusal(name, error);
    }
  };
  const file = attempt(() => openSync(path, 'w'));
  return {
    write: (bytes) =>
      attempt(() => {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      }),
    close: () => closeSync(file),
  };
};
