import { hostWasm } from '@xdv/wasm';

/** The host's WebAssembly: without it there is nothing here to measure. */
export const requireWasm = (): NonNullable<ReturnType<typeof hostWasm>> => {
  const wasm = hostWasm();
  if (wasm === null) throw new Error('this host has no WebAssembly');
  return wasm;
};
