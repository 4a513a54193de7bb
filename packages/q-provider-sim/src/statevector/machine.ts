import { invariant } from '@xdv/domain-model';
import {
  PAGES_MAX,
  WIDE_PAGES_MAX,
  hostWasm,
  type WasmFunction,
  type WasmMemory,
  type WasmModule,
} from '@xdv/wasm';
import { TABLES_AT, type CodeOfProgram, type Program } from './program.ts';

const PAGE = 65_536;

/** Where everything is in the memory of one state. */
export interface MemoryMap {
  /** Bytes for the tables of programs, from {@link TABLES_AT} on. */
  readonly tableBytes: number;
  /** Address of the scratch block of each thread. */
  readonly scratch: readonly number[];
  readonly state: number;
  readonly bytes: number;
}

/** Blocks of different threads start in different cache sets. */
const SCRATCH_SKEW = 4096;

export const mapMemory = (
  tableBytes: number,
  blockBytes: number,
  stateBytes: number,
  threads: number,
): MemoryMap => {
  const stride = Math.max(PAGE, blockBytes) + SCRATCH_SKEW;
  const scratch = Array.from({ length: threads }, (_, k) => tableBytes + k * stride);
  const state = Math.ceil((tableBytes + threads * stride) / PAGE) * PAGE;
  return { tableBytes, scratch, state, bytes: state + stateBytes };
};

/** Runs programs on the memory of one state. */
export interface Machine {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  run(program: Program): void;
  /** The functions of a module on this memory; null where programs run without WebAssembly. */
  load(code: CodeOfProgram): Readonly<Record<string, WasmFunction>> | null;
  /** Lets go of threads. Programs still run afterwards, on the caller's. */
  close(): void;
}

/** Modules are compiled once for all states of a process. */
const modules = new WeakMap<CodeOfProgram, WasmModule>();

export const moduleOf = (code: CodeOfProgram): WasmModule => {
  const wasm = hostWasm();
  invariant(wasm !== null, 'a module is compiled where WebAssembly is not allowed');
  const known = modules.get(code);
  if (known !== undefined) return known;
  const module = new wasm.Module(code.binary);
  modules.set(code, module);
  return module;
};

/** The memory of one state; throws RangeError where the host has not that much. */
export const allocateMemory = (map: MemoryMap, wide: boolean, shared: boolean): WasmMemory => {
  const wasm = hostWasm();
  invariant(wasm !== null, 'memory is asked for where WebAssembly is not allowed');
  const pages = Math.ceil(map.bytes / PAGE);
  if (pages > (wide ? WIDE_PAGES_MAX : PAGES_MAX)) {
    throw new RangeError(`${map.bytes} bytes are more than one WebAssembly memory holds`);
  }
  if (!wide) return new wasm.Memory({ initial: pages, maximum: pages, shared });
  const [initial, maximum] = [BigInt(pages), BigInt(pages)];
  return new wasm.Memory({ initial, maximum, shared, address: 'i64' });
};

/** Calls the stages of a program on one thread. */
class WasmMachine implements Machine {
  readonly #memory: WasmMemory;
  readonly #map: MemoryMap;
  readonly #wide: boolean;
  readonly #instances = new WeakMap<CodeOfProgram, Readonly<Record<string, WasmFunction>>>();

  constructor(memory: WasmMemory, map: MemoryMap, wide: boolean) {
    this.#memory = memory;
    this.#map = map;
    this.#wide = wide;
  }

  get buffer(): ArrayBuffer | SharedArrayBuffer {
    return this.#memory.buffer;
  }

  load(code: CodeOfProgram): Readonly<Record<string, WasmFunction>> {
    const known = this.#instances.get(code);
    if (known !== undefined) return known;
    const { exports } = new (hostWasm()!.Instance)(moduleOf(code), {
      host: { memory: this.#memory },
    });
    this.#instances.set(code, exports);
    return exports;
  }

  run(program: Program): void {
    new Uint8Array(this.buffer, TABLES_AT).set(program.tables);
    const exports = this.load(program.code);
    const scratch = this.#map.scratch[0]!;
    for (const [k, { blocks }] of program.stages.entries()) {
      exports[`stage${k}`]!(0, blocks, this.#wide ? BigInt(scratch) : scratch);
    }
  }

  close(): void {
    // nothing to let go of
  }
}

export const createWasmMachine = (map: MemoryMap, wide: boolean): Machine =>
  new WasmMachine(allocateMemory(map, wide, false), map, wide);
