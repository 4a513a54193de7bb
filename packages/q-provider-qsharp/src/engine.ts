import { fail, ok, type Result } from '@xdv/domain-model';
import type { ICompiler } from 'qsharp-lang';
import { NO_VALUES, ROUNDS_EXCEEDED } from './program/prelude.ts';
import { ENTRY } from './program/write.ts';

declare const WebAssembly: { validate(bytes: WasmBytes): boolean };

/** Bytes of the library's WebAssembly module, `lib/web/qsc_wasm_bg.wasm` of qsharp-lang. */
export type WasmBytes = ArrayBuffer | Uint8Array<ArrayBuffer>;

/** How often each answer of a program came, as Q# prints it. */
export type Tally = ReadonlyMap<string, number>;

/** Compiles and runs programs of Q#. */
export interface Engine {
  run(source: string, shots: number): Promise<Result<Tally>>;
}

const textOf = (value: unknown): string => {
  if (value instanceof Error) return value.message;
  return typeof value === 'string' ? value : typeof value;
};

const failure = (why: string): Result<never> => {
  if (why.includes(ROUNDS_EXCEEDED)) {
    return fail('DECOHERENCE_EXCEEDED', 'a loop exceeded its rounds', 'Allow it more rounds');
  }
  if (NO_VALUES.some((text) => why.includes(text))) {
    return fail('CIRCUIT_STOPPED', 'an expression has no value', 'Guard it with a condition');
  }
  return fail('PROVIDER_FAILED', `Q# failed: ${why}`, 'This is a bug in the provider or in Q#');
};

/** Receives the events of a run: one result a shot. */
const listen = () => {
  const tally = new Map<string, number>();
  let broken: string | undefined;
  const target: Parameters<ICompiler['run']>[3] = {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: (event) => {
      if (event.type !== 'Result') return true;
      const { success, value } = event.detail;
      if (success) tally.set(value, (tally.get(value) ?? 0) + 1);
      else broken ??= value.message;
      return true;
    },
  };
  return { target, tally, broken: () => broken };
};

const createEngine = (compiler: ICompiler): Engine => ({
  run: async (source, shots) => {
    const { target, tally, broken } = listen();
    const program = { sources: [['circuit.qs', source] as [string, string]], languageFeatures: [] };
    try {
      await compiler.run(program, ENTRY, shots, target);
    } catch (error) {
      return failure(broken() ?? textOf(error));
    }
    const why = broken();
    return why === undefined ? ok(tally) : failure(why);
  },
});

const unavailable = (why: string): Result<never> =>
  fail(
    'PROVIDER_UNAVAILABLE',
    `qsharp-lang did not load: ${why}`,
    'Give the bytes of its qsc_wasm_bg.wasm',
  );

/**
 * Loads the library and its module, once for all providers of a realm: the library keeps one.
 * Fails with PROVIDER_UNAVAILABLE if either does not load.
 */
export const loadEngine = async (wasm: () => Promise<WasmBytes>): Promise<Result<Engine>> => {
  try {
    const { getCompiler, loadWasmModule } = await import('qsharp-lang');
    const bytes = await wasm();
    // the library tries once: after bytes that are no module it would never load again
    if (!WebAssembly.validate(bytes)) return unavailable('the bytes are no WebAssembly module');
    await loadWasmModule(bytes as ArrayBuffer);
    return ok(createEngine(await getCompiler()));
  } catch (error) {
    return unavailable(textOf(error));
  }
};
