// The measuring process of one cell of the table, seen from the process that prints it.
import { fork, type ChildProcess } from 'node:child_process';
import type { CircuitName } from './circuits.ts';
import type { ColdStart, EngineOptions } from './engine.ts';

export type EngineName = 'fused' | 'exact' | 'prototype' | 'bandwidth';

export interface Cell extends EngineOptions {
  readonly engine: EngineName;
  readonly name: CircuitName;
  readonly qubits: number;
}

export type Question =
  | { readonly kind: 'start'; readonly cell: Cell; readonly again: boolean }
  | { readonly kind: 'execute'; readonly minMs: number }
  | { readonly kind: 'check' };

export interface Start {
  readonly cold: ColdStart;
  readonly passes: number | null;
}

export interface Execution {
  /** Milliseconds of this thread, for each run in order. */
  readonly cpuMs: readonly number[];
  /** Milliseconds by the clock. */
  readonly elapsedMs: readonly number[];
}

/** Compiles with the optimizing compiler at once and entirely, as the prototype's figures were. */
export const OPTIMIZED = ['--no-liftoff', '--no-wasm-lazy-compilation'] as const;

export interface Remote {
  start(again?: boolean): Promise<Start>;
  /** At least one run, and runs until `minMs` are over. */
  execute(minMs: number): Promise<Execution>;
  check(): Promise<number>;
  close(): void;
}

interface Reply {
  readonly value?: unknown;
  readonly error?: string;
}

/** One question at a time; rejects if the process dies or answers with an error. */
const ask = (child: ChildProcess, question: Question): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const died = (code: number | null): void => reject(new Error(`measuring ended with ${code}`));
    child.once('exit', died);
    child.once('message', (reply: Reply) => {
      child.off('exit', died);
      if (reply.error === undefined) resolve(reply.value);
      else reject(new Error(reply.error));
    });
    child.send(question);
  });

/** Starts a process for `cell` under these flags of V8. */
export const startRemote = (cell: Cell, v8Flags: readonly string[]): Remote => {
  const execArgv = ['--conditions=@xdv/source'];
  const child = fork(new URL('./child.ts', import.meta.url), v8Flags, { execArgv });
  return {
    start: async (again = false) => (await ask(child, { kind: 'start', cell, again })) as Start,
    execute: async (minMs) => (await ask(child, { kind: 'execute', minMs })) as Execution,
    check: async () => (await ask(child, { kind: 'check' })) as number,
    close: () => void child.kill(),
  };
};
