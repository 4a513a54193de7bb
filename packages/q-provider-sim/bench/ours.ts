// The engine under measurement, behind the interface that the prototype is timed through as well.
import { Worker } from 'node:worker_threads';
import type { Circuit } from '@xdv/domain-model';
import type { SlotGate } from '../src/engine/state.ts';
import { createCompiledState, type CompiledStateOptions } from '../src/statevector/index.ts';
import { wallMs } from './clock.ts';
import { coldStart, fingerprint, type Engine } from './engine.ts';
import { watchWasm, type WasmWatch } from './watch.ts';

/** The gates as the state takes them: one list, for what is made for it is kept with it. */
export const gatesOf = (circuit: Circuit): readonly SlotGate[] =>
  circuit.ops.flatMap((op) => (op.kind === 'gate' ? [op] : []));

let watched: WasmWatch | null = null;

/** A pass over all blocks counts as one, over the half that may differ from zero as a half. */
const passesOf = (stageBlocks: readonly number[]): number | null => {
  if (stageBlocks.length === 0) return null;
  const whole = Math.max(...stageBlocks);
  return stageBlocks.reduce((sum, blocks) => sum + blocks / whole, 0);
};

/** Threads that start in the background: the first run may be over before they are ready. */
const lend = (count: number): Pick<CompiledStateOptions, 'threads'> => {
  if (count === 1) return {};
  const file = new URL('./thread.ts', import.meta.url);
  return { threads: { count, start: (start) => void new Worker(file, { workerData: start }) } };
};

/** Compiled, with or without fused multiply-add. */
export const oursEngine = (arithmetic: 'exact' | 'fused'): Engine => ({
  start: (circuit, { precision, threads }) => {
    const watch = (watched ??= watchWasm());
    const state = createCompiledState(circuit.qubits, {
      precision,
      arithmetic,
      ...lend(threads),
    });
    const before = { ...watch };
    watch.stageBlocks = [];
    const start = wallMs();
    const gates = gatesOf(circuit);
    state.apply(gates);
    const totalMs = wallMs() - start;
    const compileMs = watch.compileMs - before.compileMs;
    const firstMs = watch.executeMs - before.executeMs;
    return {
      cold: coldStart(totalMs - compileMs - firstMs, compileMs, firstMs),
      passes: threads === 1 ? passesOf(watch.stageBlocks) : null,
      reset: () => state.clear(),
      execute: () => state.apply(gates),
      check: () => fingerprint(state.amplitudes()),
    };
  },
});
