/** The part of the WebAssembly API that engines use; the language library of pure code lacks it. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
}

/** An exported function: every one here takes numbers and returns a number or nothing. */
export type WasmFunction = (...values: readonly (number | bigint)[]) => number | undefined;

export type WasmModule = { readonly compiled: unique symbol };

interface MemoryDescriptor {
  readonly initial: number | bigint;
  readonly maximum: number | bigint;
  readonly shared?: boolean;
  readonly address?: 'i64';
}

interface Api {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, WasmMemory>>>>,
  ) => { readonly exports: Readonly<Record<string, WasmFunction>> };
  readonly Memory: new (descriptor: MemoryDescriptor) => WasmMemory;
  validate(bytes: Uint8Array): boolean;
}

declare const WebAssembly: Api | undefined;

/** The host's WebAssembly, or null where it is not allowed. */
export const hostWasm = (): Api | null => (typeof WebAssembly === 'object' ? WebAssembly : null);
