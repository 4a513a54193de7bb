interface Host {
  Module: new (bytes: Uint8Array) => object;
}

declare const WebAssembly: Host;

/** Counts the modules that are compiled until it is stopped. */
export const countingModules = (): { readonly stop: () => number } => {
  const { Module } = WebAssembly;
  let count = 0;
  WebAssembly.Module = class extends Module {
    constructor(bytes: Uint8Array) {
      super(bytes);
      count++;
    }
  };
  return {
    stop: () => {
      WebAssembly.Module = Module;
      return count;
    },
  };
};
