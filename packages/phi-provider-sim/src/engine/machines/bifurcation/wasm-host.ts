import {
  hostWasm,
  PAGES_MAX,
  writeModule,
  type FunctionWriter,
  type WasmFunction,
  type WasmModule,
} from '@xdv/wasm';

/** A kernel's memory and functions. */
export interface Loops {
  readonly memory: ArrayBuffer;
  readonly call: Readonly<Record<string, WasmFunction>>;
}

/** Modules by their name: they hold code alone, no addresses and no state. */
const compiled = new Map<string, WasmModule>();

/**
 * The functions that `write` gives, over a memory of at least `bytes` bytes of their own; null
 * where the host has no WebAssembly, no SIMD or no such memory. `name` tells modules apart.
 */
export const instantiate = (
  name: string,
  write: () => Readonly<Record<string, FunctionWriter>>,
  bytes: number,
): Loops | null => {
  const host = hostWasm();
  const pages = Math.ceil(bytes / 65_536);
  if (host === null || pages > PAGES_MAX) return null;
  try {
    let module = compiled.get(name);
    if (module === undefined) {
      const functions = write();
      const names = Object.keys(functions);
      const exported = Object.fromEntries(names.map((each, index) => [each, index]));
      module = new host.Module(
        writeModule(Object.values(functions), exported, { shared: false, wide: false }),
      );
      compiled.set(name, module);
    }
    const memory = new host.Memory({ initial: pages, maximum: pages });
    const { exports } = new host.Instance(module, { host: { memory } });
    return { memory: memory.buffer as ArrayBuffer, call: exports };
  } catch {
    return null;
  }
};
