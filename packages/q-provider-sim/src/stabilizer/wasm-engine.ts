import {
  FunctionWriter,
  I32,
  I64,
  V128,
  hostWasm,
  op,
  writeModule,
  type WasmFunction,
} from '@xdv/wasm';
import type { DetectorErrorModel } from './error-model.ts';
import { STATE_WORDS, type EventEngine } from './event-engine.ts';
import { baseOf, windowsOf, type SamplingPlan, type Section } from './sampling-plan.ts';

/** Bytes of a record before its windows: number of copies, place of their bases. */
const HEAD_BYTES = 8;
/** Bytes of one window of a record: an offset and 64 bits. */
const WINDOW_BYTES = 12;
/** Bytes of one alias entry: a threshold and the offset of the other record. */
const ENTRY_BYTES = 8;
/** Windows that are written out; records with more run a loop. */
const UNROLLED_MAX = 4;

/** Where things lie in memory. */
interface Places {
  readonly rows: number;
  /** Bytes of one base: two where all symptoms fit. */
  readonly baseBytes: 2 | 4;
  /** Of each section: its alias entries, then its records, then the bases of all its copies. */
  readonly sections: readonly SectionPlaces[];
  readonly bytes: number;
}

interface SectionPlaces {
  readonly entries: number;
  readonly records: number;
  readonly bases: number;
}

const align = (at: number): number => Math.ceil(at / 64) * 64;

const recordBytes = (windows: number): number => HEAD_BYTES + WINDOW_BYTES * windows;

const layOut = ({ batchShots, stride, sections }: SamplingPlan): Places => {
  const baseBytes = 32 * stride <= 2 ** 16 ? 2 : 4;
  const rows = align(4 * STATE_WORDS);
  // a window may reach past the last row
  let at = align(rows + 4 * batchShots * stride + 8);
  const places = sections.map(({ thresholds, mechanisms, windows }) => {
    const entries = at;
    const records = align(entries + ENTRY_BYTES * thresholds.length);
    const bases = align(records + recordBytes(windows) * thresholds.length);
    at = align(bases + baseBytes * mechanisms.length);
    return { entries, records, bases };
  });
  return { rows, baseBytes, sections: places, bytes: at };
};

const rotate = (f: FunctionWriter, local: number, by: number): void => {
  f.get(local).i32(by).simd(op.I32X4_SHL);
  f.get(local).i32(32 - by).simd(op.I32X4_SHR_U);
  f.simd(op.V128_OR);
};

/** One step of xoshiro128++ in every lane of `state`; the words go to `out`. */
const emitStep = (f: FunctionWriter, state: readonly number[], out: number, t: number): void => {
  const [a = 0, b = 0, c = 0, d = 0] = state;
  f.get(a).get(d).simd(op.I32X4_ADD).set(out);
  rotate(f, out, 7);
  f.get(a).simd(op.I32X4_ADD).set(out);
  f.get(b).i32(9).simd(op.I32X4_SHL).set(t);
  f.get(c).get(a).simd(op.V128_XOR).set(c);
  f.get(d).get(b).simd(op.V128_XOR).set(d);
  f.get(b).get(c).simd(op.V128_XOR).set(b);
  f.get(a).get(d).simd(op.V128_XOR).set(a);
  f.get(c).get(t).simd(op.V128_XOR).set(c);
  rotate(f, d, 11);
  f.set(d);
};

// parameters of the functions below
const COUNT = 0;
const ENTRIES = 1;
const RECORDS = 2;
const PATTERNS = 3;
const WINDOWS = 4;

interface Locals {
  readonly words: number;
  readonly index: number;
  readonly at: number;
  readonly record: number;
  readonly row: number;
  readonly base: number;
  readonly shift: number;
  readonly left: number;
}

/** XORs the window `offset` bytes into the record, shifted, into the row. */
const emitWindow = (f: FunctionWriter, l: Locals, offset: number): void => {
  f.get(l.row).get(l.record).access(op.I32_LOAD, 2, offset).op(op.I32_ADD).tee(l.at);
  f.get(l.at).access(op.I64_LOAD, 0, 0);
  f.get(l.record).access(op.I64_LOAD, 0, offset + 4).get(l.shift).op(op.I64_SHL);
  f.op(op.I64_XOR).access(op.I64_STORE, 0, 0);
};

const emitWindows = (f: FunctionWriter, l: Locals, windows: number): void => {
  if (windows <= UNROLLED_MAX) {
    for (let k = 0; k < windows; k++) emitWindow(f, l, HEAD_BYTES + WINDOW_BYTES * k);
    return;
  }
  f.get(WINDOWS).set(l.left).loop();
  emitWindow(f, l, HEAD_BYTES);
  f.get(l.record).i32(WINDOW_BYTES).op(op.I32_ADD).set(l.record);
  f.get(l.left).i32(1).op(op.I32_SUB).tee(l.left).branchIf(0).end();
};

const emitWord = (f: FunctionWriter, l: Locals, lane: number): FunctionWriter =>
  f.get(l.words).simd(op.I32X4_EXTRACT_LANE).op(lane);

/** 0 to count - 1 from a word, where `pushCount` pushes the count. */
const emitChoice = (f: FunctionWriter, l: Locals, lane: number, pushCount: () => void): void => {
  emitWord(f, l, lane).op(op.I64_EXTEND_I32_U);
  pushCount();
  f.op(op.I64_EXTEND_I32_U).op(op.I64_MUL).i64(32).op(op.I64_SHR_U).op(op.I32_WRAP_I64);
};

/** The record of the pattern that lanes 0 and 1 pick. */
const emitPattern = (f: FunctionWriter, l: Locals, windows: number): void => {
  emitChoice(f, l, 0, () => f.get(PATTERNS));
  f.tee(l.index).i32(3).op(op.I32_SHL).get(ENTRIES).op(op.I32_ADD).set(l.at);
  f.get(l.index);
  if (windows <= UNROLLED_MAX) f.i32(recordBytes(windows)).op(op.I32_MUL);
  else {
    f.get(WINDOWS).i32(WINDOW_BYTES).op(op.I32_MUL).i32(HEAD_BYTES).op(op.I32_ADD).op(op.I32_MUL);
  }
  f.get(l.at).access(op.I32_LOAD, 2, 4);
  emitWord(f, l, 1).get(l.at).access(op.I32_LOAD, 2, 0).op(op.I32_LT_U);
  f.op(op.SELECT).get(RECORDS).op(op.I32_ADD).set(l.record);
};

/** One event, as the other engine has it. */
const emitEvent = (
  f: FunctionWriter,
  l: Locals,
  { batchShots, stride }: SamplingPlan,
  { rows, baseBytes }: Places,
  windows: number,
): void => {
  emitPattern(f, l, windows);
  emitChoice(f, l, 2, () => f.get(l.record).access(op.I32_LOAD, 2, 0));
  f.i32(baseBytes / 2).op(op.I32_SHL).get(l.record).access(op.I32_LOAD, 2, 4).op(op.I32_ADD);
  f.access(baseBytes === 2 ? op.I32_LOAD16_U : op.I32_LOAD, baseBytes / 2, 0).set(l.base);
  emitWord(f, l, 3).i32(batchShots - 1).op(op.I32_AND).i32(4 * stride).op(op.I32_MUL);
  f.get(l.base).i32(3).op(op.I32_SHR_U).op(op.I32_ADD).i32(rows).op(op.I32_ADD).set(l.row);
  f.get(l.base).i32(7).op(op.I32_AND).op(op.I64_EXTEND_I32_U).set(l.shift);
  emitWindows(f, l, windows);
};

/** perform(count, entries, records, patterns, windows): `count` events of one section. */
const writePerform = (plan: SamplingPlan, places: Places, windows: number): FunctionWriter => {
  const f = new FunctionWriter([I32, I32, I32, I32, I32]);
  const state = [f.local(V128), f.local(V128), f.local(V128), f.local(V128)];
  const t = f.local(V128);
  const l: Locals = {
    words: f.local(V128),
    index: f.local(I32),
    at: f.local(I32),
    record: f.local(I32),
    row: f.local(I32),
    base: f.local(I32),
    shift: f.local(I64),
    left: f.local(I32),
  };
  f.block();
  f.get(COUNT).op(op.I32_EQZ).branchIf(0);
  for (const [k, word] of state.entries()) f.i32(0).vectorLoad(16 * k).set(word);
  f.loop();
  emitStep(f, state, l.words, t);
  emitEvent(f, l, plan, places, windows);
  f.get(COUNT).i32(1).op(op.I32_SUB).tee(COUNT).branchIf(0).end();
  for (const [k, word] of state.entries()) f.i32(0).get(word).vectorStore(16 * k);
  f.end();
  return f;
};

const fillWindows = (
  view: DataView,
  model: DetectorErrorModel,
  mechanism: number,
  start: number,
): void => {
  const base = baseOf(model, mechanism);
  let at = start;
  for (const { firstByte, from, to } of windowsOf(model, mechanism)) {
    let mask = 0n;
    for (let i = from; i < to; i++) {
      mask |= 1n << BigInt(model.symptoms[i]! - base - 8 * firstByte);
    }
    view.setUint32(at, firstByte, true);
    view.setBigUint64(at + 4, mask, true);
    at += WINDOW_BYTES;
  }
};

/** Writes the alias entries, the records and the bases of a section. */
const fillSection = (
  view: DataView,
  model: DetectorErrorModel,
  { windows, mechanisms, firsts, thresholds, aliases }: Section,
  { entries, records, bases }: SectionPlaces,
  baseBytes: 2 | 4,
): void => {
  const size = recordBytes(windows);
  for (let k = 0; k < thresholds.length; k++) {
    view.setUint32(entries + ENTRY_BYTES * k, thresholds[k]!, true);
    view.setUint32(entries + ENTRY_BYTES * k + 4, aliases[k]! * size, true);
    const record = records + k * size;
    const first = firsts[k]!;
    view.setUint32(record, firsts[k + 1]! - first, true);
    view.setUint32(record + 4, bases + baseBytes * first, true);
    fillWindows(view, model, mechanisms[first]!, record + HEAD_BYTES);
  }
  for (const [k, mechanism] of mechanisms.entries()) {
    const base = baseOf(model, mechanism);
    if (baseBytes === 2) view.setUint16(bases + 2 * k, base, true);
    else view.setUint32(bases + 4 * k, base, true);
  }
};

/** The kind of loop a section runs: windows written out, or one for all longer records. */
const shapeOf = (section: Section): number => Math.min(section.windows, UNROLLED_MAX + 1);

interface Compiled {
  readonly memory: ArrayBuffer;
  readonly perform: Readonly<Record<string, WasmFunction>>;
}

/** The module over a memory of its own; null where the host has no SIMD or no such memory. */
const compile = (plan: SamplingPlan, places: Places): Compiled | null => {
  const host = hostWasm();
  if (host === null) return null;
  const shapes = [...new Set(plan.sections.map(shapeOf))];
  const functions = shapes.map((shape) => writePerform(plan, places, shape));
  const exported = Object.fromEntries(shapes.map((shape, k) => [`perform${shape}`, k]));
  const bytes = writeModule(functions, exported, { shared: false, wide: false });
  if (!host.validate(bytes)) return null;
  const pages = Math.ceil(places.bytes / 65_536);
  try {
    const memory = new host.Memory({ initial: pages, maximum: pages });
    const instance = new host.Instance(new host.Module(bytes), { host: { memory } });
    return { memory: memory.buffer as ArrayBuffer, perform: instance.exports };
  } catch {
    return null;
  }
};

/** Events in WebAssembly with SIMD; null where that is not to be had. */
export const createWasmEngine = (
  model: DetectorErrorModel,
  plan: SamplingPlan,
): EventEngine | null => {
  const places = layOut(plan);
  const compiled = compile(plan, places);
  if (compiled === null) return null;
  const { memory, perform } = compiled;
  const view = new DataView(memory);
  for (const [k, section] of plan.sections.entries()) {
    fillSection(view, model, section, places.sections[k]!, places.baseBytes);
  }
  const state = new Uint32Array(memory, 0, STATE_WORDS);
  const rows = new Uint32Array(memory, places.rows, plan.batchShots * plan.stride);
  return {
    name: 'webassembly',
    rows,
    begin: (seeds) => {
      rows.fill(0);
      state.set(seeds);
    },
    perform: (index, count) => {
      const section = plan.sections[index]!;
      const { entries, records } = places.sections[index]!;
      const run = perform[`perform${shapeOf(section)}`]!;
      run(count, entries, records, section.thresholds.length, section.windows);
    },
  };
};
