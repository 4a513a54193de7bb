// One cell of the state-vector table: a circuit, a size and a precision, measured on every side in
// interleaved rounds so that a slow minute of the machine slows them all.
import type { CircuitName } from './circuits.ts';
import type { ColdStart } from './engine.ts';
import { prototypeFolder } from './prototype.ts';
import { threadedPrototypeMs } from './prototype-threads.ts';
import type { Precision } from './published.ts';
import { OPTIMIZED, startRemote, type Cell, type EngineName, type Remote } from './remote.ts';

export interface CellOptions {
  readonly name: CircuitName;
  readonly qubits: number;
  readonly precision: Precision;
  readonly threads: number;
  readonly rounds: number;
  /** Fresh processes whose best is the cold start. */
  readonly starts: number;
}

export interface Timing {
  /** In a process that has run nothing yet. */
  readonly cold: ColdStart;
  /** Every warm execution, in milliseconds: of CPU time on one thread, by the clock on more. */
  readonly runs: readonly number[];
  readonly passes: number | null;
  readonly check: number;
}

export interface PrototypeTiming {
  readonly runs: readonly number[];
  /** Null where its own runner was asked, which tells neither. */
  readonly coldMs: number | null;
  readonly check: number | null;
}

export interface CellResult extends CellOptions {
  /** Fused multiply-add under {@link OPTIMIZED}, as the prototype. */
  readonly ours: Timing;
  /** The same with V8 as it comes: baseline code first. */
  readonly oursDefault: Timing;
  /** Every rounding done, under {@link OPTIMIZED}. */
  readonly oursExact: Timing;
  /** Planning and compiling an equal circuit in the same process, V8 as it comes. */
  readonly againMs: number;
  readonly prototype: PrototypeTiming | null;
  readonly bandwidth: Timing;
}

const BATCH_MS = 40;

interface Side {
  readonly remote: Remote;
  readonly cold: ColdStart;
  readonly passes: number | null;
  readonly runs: number[];
}

const startSide = async (cell: Cell, flags: readonly string[]): Promise<Side> => {
  const remote = startRemote(cell, flags);
  return { remote, ...(await remote.start()), runs: [] };
};

/** The quickest of several starts; the others' processes are ended. */
const startBest = async (
  cell: Cell,
  flags: readonly string[],
  starts: number,
): Promise<Side> => {
  let best = await startSide(cell, flags);
  for (let start = 1; start < starts; start++) {
    const next = await startSide(cell, flags);
    const [kept, dropped] = next.cold.totalMs < best.cold.totalMs ? [next, best] : [best, next];
    dropped.remote.close();
    best = kept;
  }
  return best;
};

const runRound = async (side: Side, threads: number): Promise<void> => {
  const { cpuMs, elapsedMs } = await side.remote.execute(BATCH_MS);
  side.runs.push(...(threads === 1 ? cpuMs : elapsedMs));
};

const finish = async ({ remote, cold, runs, passes }: Side): Promise<Timing> => {
  const check = await remote.check();
  remote.close();
  return { cold, runs, passes, check };
};

const finishPrototype = async (
  side: Side | null,
  threaded: readonly number[],
): Promise<PrototypeTiming | null> => {
  if (side === null) {
    return threaded.length === 0 ? null : { runs: threaded, coldMs: null, check: null };
  }
  const { runs, cold, check } = await finish(side);
  return { runs, coldMs: cold.totalMs, check };
};

/** Measures one cell. Rejects if an engine fails, leaving no process behind. */
export const measureCell = async (options: CellOptions): Promise<CellResult> => {
  const { name, qubits, precision, threads, rounds, starts } = options;
  const cell = (engine: EngineName): Cell => ({ engine, name, qubits, precision, threads });
  const sides: Side[] = [];
  const start = async (side: Promise<Side>): Promise<Side> => {
    sides.push(await side);
    return sides.at(-1)!;
  };
  try {
    const ours = await start(startBest(cell('fused'), OPTIMIZED, starts));
    const oursDefault = await start(startBest(cell('fused'), [], starts));
    const oursExact = await start(startSide(cell('exact'), OPTIMIZED));
    const bandwidth = await start(startSide(cell('bandwidth'), OPTIMIZED));
    const folder = prototypeFolder();
    const prototype =
      folder !== null && threads === 1
        ? await start(startSide(cell('prototype'), OPTIMIZED))
        : null;
    const threaded: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) await runRound(side, threads);
      if (folder !== null && threads > 1) {
        threaded.push(...threadedPrototypeMs(folder, cell('prototype')));
      }
    }
    const again = await oursDefault.remote.start(true);
    return {
      ...options,
      ours: await finish(ours),
      oursDefault: await finish(oursDefault),
      oursExact: await finish(oursExact),
      againMs: again.cold.planMs + again.cold.compileMs,
      bandwidth: await finish(bandwidth),
      prototype: await finishPrototype(prototype, threaded),
    };
  } finally {
    for (const { remote } of sides) remote.close();
  }
};
