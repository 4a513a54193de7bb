import type { IntegerRows } from './integer-rows.ts';
import { createScriptSweeper } from './script-sweeper.ts';
import type { Sweeper } from './sweeper.ts';
import { createWasmSweeper } from './wasm-sweeper.ts';

/** A sweeper with all spins +1, in WebAssembly where the host has it. */
export const createSweeper = (rows: IntegerRows): Sweeper =>
  createWasmSweeper(rows) ?? createScriptSweeper(rows);
