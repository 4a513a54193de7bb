// The bound that memory sets: a state of n qubits read and written once, in place, by WebAssembly.
import { coldStart, type Engine } from './engine.ts';
import { requireWasm } from './host.ts';

const PAGE = 65_536;
/** Moved in one measurement at least: the clock is too coarse for one pass over a small state. */
const MOVED_BYTES = 2 ** 26;

/** (module (memory (import "m" "m") 1) (func (export "pass") (param i32 i32) …)) */
const BYTES = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x06, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x00], // type: (i32, i32) -> ()
  ...[0x02, 0x08, 0x01, 0x01, 0x6d, 0x01, 0x6d, 0x02, 0x00, 0x01], // import memory "m" "m"
  ...[0x03, 0x02, 0x01, 0x00], // function
  ...[0x07, 0x08, 0x01, 0x04, 0x70, 0x61, 0x73, 0x73, 0x00, 0x00], // export "pass"
  ...codeSection(),
);

/** One vector: `(v128.store offset (at) (f64x2.mul (v128.load offset (at)) (factor)))`. */
function scaleAt(offset: number): number[] {
  const load = [0x20, 0x00, 0xfd, 0x00, 0x04, offset];
  return [0x20, 0x00, ...load, 0x20, 0x02, 0xfd, 0xf2, 0x01, 0xfd, 0x0b, 0x04, offset];
}

/** Four vectors a turn, until `at` reaches `end`. The factor is 1. */
function codeSection(): number[] {
  const one = new Uint8Array(Float64Array.of(1, 1).buffer);
  const body = [
    ...[0x01, 0x01, 0x7b], // one local: v128 factor
    ...[0xfd, 0x0c, ...one, 0x21, 0x02],
    ...[0x03, 0x40],
    ...[0, 16, 32, 48].flatMap(scaleAt),
    ...[0x20, 0x00, 0x41, 0xc0, 0x00, 0x6a, 0x22, 0x00], // at += 64
    ...[0x20, 0x01, 0x49, 0x0d, 0x00], // again while below end
    ...[0x0b, 0x0b],
  ];
  const sized = [...leb(body.length), ...body];
  return [0x0a, ...leb(sized.length + 1), 0x01, ...sized];
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}

/** An "engine" that does nothing but move the state through the processor, pass after pass. */
export const bandwidthEngine: Engine = {
  start: ({ qubits }, { precision }) => {
    const bytes = 2 ** qubits * (precision === 'c64' ? 8 : 16);
    const passes = Math.ceil(MOVED_BYTES / bytes);
    const wasm = requireWasm();
    const pages = Math.ceil(bytes / PAGE);
    const memory = new wasm.Memory({ initial: pages, maximum: pages });
    const module = new wasm.Module(BYTES);
    const { pass } = new wasm.Instance(module, { m: { m: memory } }).exports;
    const execute = (): void => {
      for (let done = 0; done < passes; done++) pass!(0, bytes);
    };
    execute();
    return { cold: coldStart(0, 0, 0), passes, reset: () => undefined, execute, check: () => 0 };
  },
};
