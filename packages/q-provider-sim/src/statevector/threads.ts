import {
  hostWasm,
  type WasmFunction,
  type WasmMemory,
  type WasmModule,
} from '@xdv/wasm';
import { allocateMemory, moduleOf, type Machine, type MemoryMap } from './machine.ts';
import { TABLES_AT, type CodeOfProgram, type Program } from './program.ts';

/** What a thread is started with: plain data that a host passes on as it is. */
export interface ThreadStart {
  readonly memory: WasmMemory;
  readonly control: SharedArrayBuffer;
  /** Address of its scratch block, and whether addresses are 64 bits wide. */
  readonly scratch: number;
  readonly wide: boolean;
}

/** Threads that a host lends to a state. Results do not depend on how many there are. */
export interface Threads {
  /** Threads in all, the caller's included: 1 to 64. */
  readonly count: number;
  /**
   * Starts a thread that calls `serveThread` with `start`, which returns when the state is closed.
   * In Node.js: `new Worker(file, { workerData: start })`.
   */
  readonly start: (start: ThreadStart) => void;
}

export const THREADS_MAX = 64;

/** Words of the control block. */
const JOB = 0; // counts jobs; negative: no more will come
const READY = 1; // threads that have started
const JOINED = 2; // the number of the job, and how many threads work on it, the caller included
const NEXT = 3; // next block of the stage
const ARRIVED = 4; // threads that have finished the stage
const PHASE = 5; // counts stages
const CODE_AT = 6; // address of the module's binary, and its length
const CODE_LENGTH = 7;
const CODE_ID = 8; // the same for the same binary
const STAGES = 9; // number of stages, then the blocks of each
const STAGES_MAX = 4000;

/** Jobs are counted in 24 bits, beside the threads of one job. */
const JOBS = 2 ** 24;
const THREAD_BITS = 256;

/** Times a thread looks again before it sleeps: about as long as a block takes. */
const SPINS = 4000;

const sleep = (control: Int32Array, word: number, value: number): void => {
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, word) !== value) return;
  while (Atomics.load(control, word) === value) {
    try {
      Atomics.wait(control, word, value, 1000);
    } catch (error) {
      // the main thread of a page may not sleep
      if (!(error instanceof TypeError)) throw error;
    }
  }
};

/** Waits until every thread of the job has finished the stage. */
const meet = (control: Int32Array): void => {
  const phase = Atomics.load(control, PHASE);
  const joined = Atomics.load(control, JOINED) % THREAD_BITS;
  if (Atomics.add(control, ARRIVED, 1) !== joined - 1) {
    sleep(control, PHASE, phase);
    return;
  }
  Atomics.store(control, ARRIVED, 0);
  Atomics.store(control, NEXT, 0);
  Atomics.add(control, PHASE, 1);
  Atomics.notify(control, PHASE);
};

/** Takes blocks of every stage until none is left. */
const work = (
  control: Int32Array,
  exports: Readonly<Record<string, WasmFunction>>,
  scratch: number | bigint,
): void => {
  const stages = Atomics.load(control, STAGES);
  for (let stage = 0; stage < stages; stage++) {
    const blocks = Atomics.load(control, STAGES + 1 + stage);
    const share = Math.max(1, blocks >> 6);
    const run = exports[`stage${stage}`]!;
    for (;;) {
      const from = Atomics.add(control, NEXT, share);
      if (from >= blocks) break;
      run(from, Math.min(blocks, from + share), scratch);
    }
    meet(control);
  }
};

const instantiate = (module: WasmModule, memory: WasmMemory) =>
  new (hostWasm()!.Instance)(module, { host: { memory } }).exports;

/** Modules that a thread keeps. */
const MODULES_MAX = 32;

/**
 * The body of a thread: takes part in every job of the state until it is closed. Blocks its thread,
 * so it is called from a worker and nothing else runs there.
 */
export const serveThread = ({ memory, control, scratch, wide }: ThreadStart): void => {
  const words = new Int32Array(control);
  const known = new Map<number, Readonly<Record<string, WasmFunction>>>();
  const exportsOf = (): Readonly<Record<string, WasmFunction>> => {
    const id = words[CODE_ID]!;
    let exports = known.get(id);
    if (exports === undefined) {
      // the host compiles from private memory only
      const binary = new Uint8Array(memory.buffer, words[CODE_AT], words[CODE_LENGTH]).slice();
      exports = instantiate(new (hostWasm()!.Module)(binary), memory);
      if (known.size >= MODULES_MAX) known.clear();
      known.set(id, exports);
    }
    return exports;
  };
  let seen = Atomics.load(words, JOB);
  if (seen < 0) return; // closed before this thread came up
  const ticket = Atomics.add(words, READY, 1) + 1;
  for (;;) {
    sleep(words, JOB, seen);
    seen = Atomics.load(words, JOB);
    if (seen < 0) return;
    const joined = Atomics.load(words, JOINED);
    // a thread that was not ready when the job began, or comes late, waits for the next one
    if (Math.floor(joined / THREAD_BITS) !== seen || ticket >= joined % THREAD_BITS) continue;
    work(words, exportsOf(), wide ? BigInt(scratch) : scratch);
  }
};

interface Known {
  readonly id: number;
  readonly exports: Readonly<Record<string, WasmFunction>>;
}

/** Shares the blocks of every stage among threads. */
class Team implements Machine {
  readonly #memory: WasmMemory;
  readonly #map: MemoryMap;
  readonly #wide: boolean;
  readonly #control = new SharedArrayBuffer(4 * (STAGES + 1 + STAGES_MAX));
  readonly #words = new Int32Array(this.#control);
  readonly #codes = new WeakMap<CodeOfProgram, Known>();
  #ids = 0;
  #closed = false;

  constructor(map: MemoryMap, wide: boolean, { count, start }: Threads) {
    this.#memory = allocateMemory(map, wide, true);
    this.#map = map;
    this.#wide = wide;
    for (let thread = 1; thread < count; thread++) {
      const scratch = map.scratch[thread]!;
      start({ memory: this.#memory, control: this.#control, scratch, wide });
    }
  }

  get buffer(): ArrayBuffer | SharedArrayBuffer {
    return this.#memory.buffer;
  }

  run(program: Program): void {
    const { tables, stages, code } = program;
    const bytes = new Uint8Array(this.buffer);
    const at = Math.ceil((TABLES_AT + tables.length) / 16) * 16;
    bytes.set(tables, TABLES_AT);
    const known = this.#known(code);
    const words = this.#words;
    // without room for the module, or anything to share, the caller works alone
    const room = at + code.binary.length <= this.#map.tableBytes && stages.length <= STAGES_MAX;
    const alone = this.#closed || !room || stages.every(({ blocks }) => blocks === 1);
    if (!alone) bytes.set(code.binary, at);
    words[CODE_AT] = at;
    words[CODE_LENGTH] = code.binary.length;
    words[CODE_ID] = known.id;
    words[STAGES] = Math.min(stages.length, STAGES_MAX);
    for (const [k, { blocks }] of stages.slice(0, STAGES_MAX).entries()) {
      words[STAGES + 1 + k] = blocks;
    }
    const job = (Atomics.load(words, JOB) + 1) % (JOBS / 2);
    const joined = alone ? 1 : 1 + Atomics.load(words, READY);
    Atomics.store(words, JOINED, job * THREAD_BITS + joined);
    if (!alone) {
      Atomics.store(words, JOB, job);
      Atomics.notify(words, JOB);
    }
    const scratch = this.#map.scratch[0]!;
    work(words, known.exports, this.#wide ? BigInt(scratch) : scratch);
  }

  load(code: CodeOfProgram): Readonly<Record<string, WasmFunction>> {
    return this.#known(code).exports;
  }

  #known(code: CodeOfProgram): Known {
    let known = this.#codes.get(code);
    if (known === undefined) {
      const exports = instantiate(moduleOf(code), this.#memory);
      known = { id: ++this.#ids, exports };
      this.#codes.set(code, known);
    }
    return known;
  }

  close(): void {
    this.#closed = true;
    Atomics.store(this.#words, JOB, -1);
    Atomics.notify(this.#words, JOB);
  }
}

export const createTeam = (map: MemoryMap, wide: boolean, threads: Threads): Machine =>
  new Team(map, wide, threads);
