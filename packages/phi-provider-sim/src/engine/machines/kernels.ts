import { hostWasm, PAGES_MAX, writeModule, type FunctionWriter, type WasmModule } from '@xdv/wasm';

/** Functions over the memory they work on. */
export interface Kernels {
  readonly memory: ArrayBuffer;
  readonly call: Readonly<Record<string, (...values: readonly number[]) => void>>;
}

/** The next address, from `at` on, at which a cache line begins. */
export const align = (at: number): number => Math.ceil(at / 64) * 64;

type Host = NonNullable<ReturnType<typeof hostWasm>>;
type Write = () => Readonly<Record<string, FunctionWriter>>;

const compile = (host: Host, write: Write): WasmModule => {
  const functions = write();
  const exported = Object.fromEntries(Object.keys(functions).map((name, k) => [name, k]));
  const memory = { shared: false, wide: false };
  return new host.Module(writeModule(Object.values(functions), exported, memory));
};

/** Modules by their name. */
const compiled = new Map<string, WasmModule>();

const compileOnce = (host: Host, write: Write, name: string): WasmModule => {
  const module = compiled.get(name) ?? compile(host, write);
  compiled.set(name, module);
  return module;
};

/**
 * The functions that `write` gives, over a memory of at least `bytes` bytes of their own; null
 * where the host has no WebAssembly, no SIMD or no such memory. A module with a `name` is kept for
 * all that ask for the same: its code may hold no addresses and nothing else of one problem.
 */
export const instantiate = (write: Write, bytes: number, name?: string): Kernels | null => {
  const host = hostWasm();
  const pages = Math.ceil(bytes / 65_536);
  if (host === null || pages > PAGES_MAX) return null;
  try {
    const module = name === undefined ? compile(host, write) : compileOnce(host, write, name);
    const memory = new host.Memory({ initial: pages, maximum: pages });
    const { exports } = new host.Instance(module, { host: { memory } });
    return { memory: memory.buffer as ArrayBuffer, call: exports };
  } catch {
    return null;
  }
};
