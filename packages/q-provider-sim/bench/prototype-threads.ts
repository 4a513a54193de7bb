// The prototype on several threads has a runner of its own, which reads its circuit from a file.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCircuit } from './circuits.ts';
import { prototypeOptions } from './prototype.ts';
import type { Cell } from './remote.ts';
import { gateList } from './text.ts';

const REPEATS = 3;

/** Milliseconds of wall time of some runs in one process. */
export const threadedPrototypeMs = (folder: string, cell: Cell): number[] => {
  const scratch = mkdtempSync(join(tmpdir(), 'xdv-bench-'));
  try {
    const file = join(scratch, 'circuit.gl');
    writeFileSync(file, gateList(benchCircuit(cell.name, cell.qubits)));
    const pairs = cell.name === 'qv' ? { two: 'kak' } : {};
    const options = { ...prototypeOptions(cell), ...pairs, threads: cell.threads };
    const command = [join(folder, 'run2.mjs'), file, JSON.stringify(options), String(REPEATS)];
    const lines = execFileSync(process.execPath, command, { encoding: 'utf8' }).trim().split('\n');
    return lines.map((line) => 1000 * (JSON.parse(line) as { readonly wall: number }).wall);
  } finally {
    rmSync(scratch, { recursive: true });
  }
};
