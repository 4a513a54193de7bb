// Sees what an engine asks of WebAssembly, so that compiling, running and the rest can be told
// apart without the engine knowing.
import { wallMs } from './clock.ts';

export interface WasmWatch {
  /** Milliseconds by the clock spent in compiling and instantiating. */
  compileMs: number;
  /** And in exported functions. */
  executeMs: number;
  /** Blocks that each call of a `stage…` function was asked for. */
  stageBlocks: number[];
}

type Exported = (...values: readonly (number | bigint)[]) => number | undefined;

interface Host {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (...given: unknown[]) => { readonly exports: Readonly<Record<string, Exported>> };
}

const watchExports = (
  watch: WasmWatch,
  exports: Readonly<Record<string, Exported>>,
): Record<string, Exported> => {
  const watched: Record<string, Exported> = {};
  for (const [name, run] of Object.entries(exports)) {
    watched[name] = (...values) => {
      if (name.startsWith('stage')) watch.stageBlocks.push(Number(values[1]) - Number(values[0]));
      const start = wallMs();
      const result = run(...values);
      watch.executeMs += wallMs() - start;
      return result;
    };
  }
  return watched;
};

/** Watches everything that is compiled in this process from now on. */
export const watchWasm = (): WasmWatch => {
  const watch: WasmWatch = { compileMs: 0, executeMs: 0, stageBlocks: [] };
  const host = (globalThis as unknown as { readonly WebAssembly: Host }).WebAssembly;
  const timed = <Value>(make: () => Value): Value => {
    const start = wallMs();
    const made = make();
    watch.compileMs += wallMs() - start;
    return made;
  };
  host.Module = new Proxy(host.Module, {
    construct: (target, given) => timed(() => Reflect.construct(target, given) as object),
  });
  host.Instance = new Proxy(host.Instance, {
    construct: (target, given) => {
      const { exports } = timed(() => new target(...(given as unknown[])));
      return { exports: watchExports(watch, exports) };
    },
  });
  return watch;
};
