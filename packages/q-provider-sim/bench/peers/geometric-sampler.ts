/**
 * The sampler to beat: mechanisms of equal probability in one group, the next one that happens
 * found by a geometric skip with a polynomial logarithm, one byte of output per flip. Instruction
 * for instruction the WebAssembly that its AssemblyScript source describes, except that the random
 * state is in locals instead of globals, which can only help it.
 */
import type { DetectorErrorModel } from '../../src/stabilizer/index.ts';
import { F64, FunctionWriter, I32, I64, hostWasm, writeModule } from '@xdv/wasm';

const I32_LT_U = 0x49;
const I32_EQ = 0x46;
const I32_ADD = 0x6a;
const I32_MUL = 0x6c;
const I32_AND = 0x71;
const I32_XOR = 0x73;
const I32_SHL = 0x74;
const I32_SHR_U = 0x76;
const I64_GE_U = 0x5a;
const I64_ADD = 0x7c;
const I64_SUB = 0x7d;
const I64_AND = 0x83;
const I64_OR = 0x84;
const I64_XOR = 0x85;
const I64_SHL = 0x86;
const I64_SHR_U = 0x88;
const I64_SHR_S = 0x87;
const I64_ROTL = 0x89;
const F64_GT = 0x64;
const F64_NEG = 0x9a;
const F64_ADD = 0xa0;
const F64_SUB = 0xa1;
const F64_MUL = 0xa2;
const F64_DIV = 0xa3;
const I32_WRAP_I64 = 0xa7;
const I64_EXTEND_I32_U = 0xad;
const I64_TRUNC_F64_S = 0xb0;
const F64_CONVERT_I64_S = 0xb9;
const F64_CONVERT_I64_U = 0xba;
const I64_REINTERPRET_F64 = 0xbd;
const F64_REINTERPRET_I64 = 0xbf;
const I32_LOAD = 0x28;
const I64_LOAD = 0x29;
const F64_LOAD = 0x2b;
const I32_LOAD8_U = 0x2d;
const I64_STORE = 0x37;
const I32_STORE8 = 0x3a;

const f64 = (f: FunctionWriter, value: number): FunctionWriter => {
  f.op(0x44);
  for (const byte of new Uint8Array(Float64Array.of(value).buffer)) f.op(byte);
  return f;
};

/** Pushes the next 64 random bits: xoshiro256++. */
const emitNext = (f: FunctionWriter, s: readonly number[], t: number): void => {
  const [a = 0, b = 0, c = 0, d = 0] = s;
  f.get(a).get(d).op(I64_ADD).i64(23).op(I64_ROTL).get(a).op(I64_ADD);
  f.get(b).i64(17).op(I64_SHL).set(t);
  f.get(c).get(a).op(I64_XOR).set(c).get(d).get(b).op(I64_XOR).set(d);
  f.get(b).get(c).op(I64_XOR).set(b).get(a).get(d).op(I64_XOR).set(a);
  f.get(c).get(t).op(I64_XOR).set(c).get(d).i64(45).op(I64_ROTL).set(d);
};

const SERIES = [
  0.1531383769920937, 0.1818357216161805, 0.22222198432149784, 0.2857142874366239,
  0.3999999999940942, 0.6666666666666735, 2,
];

/** Pushes -ln u for the random word on the stack. */
const emitNegLn = (f: FunctionWriter): void => {
  const bits = f.local(I64);
  const exponent = f.local(F64);
  const m = f.local(F64);
  const z = f.local(F64);
  const w = f.local(F64);
  f64(f.i64(11).op(I64_SHR_U).op(F64_CONVERT_I64_U), 1).op(F64_ADD);
  f.op(I64_REINTERPRET_F64).tee(bits).i64(52).op(I64_SHR_U).i64(1076).op(I64_SUB);
  f.op(F64_CONVERT_I64_S).set(exponent);
  f.get(bits).i64(2 ** 52 - 1).op(I64_AND).i64(1023).i64(52).op(I64_SHL).op(I64_OR);
  f.op(F64_REINTERPRET_I64).set(m);
  f64(f.get(m), 1.4142135623730951).op(F64_GT).op(0x04).op(0x40);
  f64(f.get(m), 0.5).op(F64_MUL).set(m);
  f64(f.get(exponent), 1).op(F64_ADD).set(exponent).end();
  f64(f.get(m), 1).op(F64_SUB);
  f64(f.get(m), 1).op(F64_ADD).op(F64_DIV).tee(z).get(z).op(F64_MUL).set(w);
  f64(f, SERIES[0]!);
  for (const term of SERIES.slice(1)) f64(f.get(w).op(F64_MUL), term).op(F64_ADD);
  f.get(z).op(F64_MUL);
  f64(f.get(exponent), 0.6931471805599453).op(F64_MUL).op(F64_ADD).op(F64_NEG);
};

/** sample(out, stride, logShots, groups, groupCount, offsets, detectors). */
const writeSample = (): FunctionWriter => {
  const [out, stride, logB, groups, count, offsets, detectors] = [0, 1, 2, 3, 4, 5, 6];
  const f = new FunctionWriter([I32, I32, I32, I32, I32, I32, I32]);
  const s = [f.local(I64), f.local(I64), f.local(I64), f.local(I64)];
  const [t, n, pos] = [f.local(I64), f.local(I64), f.local(I64)];
  const scale = f.local(F64);
  const [g, first, mask, row] = [f.local(I32), f.local(I32), f.local(I32), f.local(I32)];
  const [i, end, at, d] = [f.local(I32), f.local(I32), f.local(I32), f.local(I32)];
  for (const [k, word] of s.entries()) f.i32(0).access(I64_LOAD, 3, 8 * k).set(word);
  f.i32(1).get(logB).op(I32_SHL).i32(-1).op(I32_ADD).set(mask);
  f.get(out).i32(0).get(stride).get(logB).op(I32_SHL).op(0xfc).op(11).op(0);
  f.block().loop().get(g).get(count).op(I32_EQ).branchIf(1);
  f.get(groups).get(g).i32(4).op(I32_SHL).op(I32_ADD).tee(at).access(F64_LOAD, 3, 0).set(scale);
  f.get(at).access(I32_LOAD, 2, 8).set(first);
  f.get(at).access(I32_LOAD, 2, 12).op(I64_EXTEND_I32_U);
  f.get(logB).op(I64_EXTEND_I32_U).op(I64_SHL).set(n);
  f.i64(-1).set(pos).block().loop();
  emitNext(f, s, t);
  emitNegLn(f);
  f.get(scale).op(F64_MUL).op(I64_TRUNC_F64_S).i64(1).op(I64_ADD).get(pos).op(I64_ADD).tee(pos);
  f.get(n).op(I64_GE_U).branchIf(1);
  f.get(pos).op(I32_WRAP_I64).get(mask).op(I32_AND).get(stride).op(I32_MUL).get(out);
  f.op(I32_ADD).set(row);
  f.get(first).get(pos).get(logB).op(I64_EXTEND_I32_U).op(I64_SHR_S).op(I32_WRAP_I64);
  f.op(I32_ADD).i32(2).op(I32_SHL).get(offsets).op(I32_ADD).tee(at);
  f.access(I32_LOAD, 2, 0).set(i).get(at).access(I32_LOAD, 2, 4).set(end);
  f.block().loop().get(i).get(end).op(I32_LT_U).op(0x45).branchIf(1);
  f.get(detectors).get(i).i32(2).op(I32_SHL).op(I32_ADD).access(I32_LOAD, 2, 0).set(d);
  f.get(row).get(d).i32(3).op(I32_SHR_U).op(I32_ADD).tee(at).get(at).access(I32_LOAD8_U, 0, 0);
  f.i32(1).get(d).i32(7).op(I32_AND).op(I32_SHL).op(I32_XOR).access(I32_STORE8, 0, 0);
  f.get(i).i32(1).op(I32_ADD).set(i).branch(0).end().end();
  f.branch(0).end().end();
  f.get(g).i32(1).op(I32_ADD).set(g).branch(0).end().end();
  for (const [k, word] of s.entries()) f.i32(0).get(word).access(I64_STORE, 3, 8 * k);
  return f;
};

/** Mechanisms by probability, as [probability, mechanisms]. */
const groupsOf = ({ probabilities }: DetectorErrorModel): readonly [number, number[]][] => {
  const groups = new Map<number, number[]>();
  for (const [k, p] of probabilities.entries()) {
    const known = groups.get(p);
    if (known === undefined) groups.set(p, [k]);
    else known.push(k);
  }
  return [...groups];
};

export interface GeometricSampler {
  readonly stride: number;
  /** Draws 2^log shots and gives them, `stride` bytes each. */
  draw(log: number): Uint8Array;
}

/** The peer for batches of up to 2^logMax shots. */
export const createGeometricSampler = (
  model: DetectorErrorModel,
  logMax: number,
): GeometricSampler => {
  const groups = groupsOf(model);
  const order = groups.flatMap(([, mechanisms]) => mechanisms);
  const stride = (model.detectors + model.observables + 7) >>> 3;
  const groupsAt = 64;
  const offsetsAt = groupsAt + 16 * groups.length;
  const detectorsAt = offsetsAt + 4 * (order.length + 1);
  const outAt = (detectorsAt + 4 * model.symptoms.length + 63) & ~63;
  const host = hostWasm()!;
  const pages = Math.ceil((outAt + stride * 2 ** logMax) / 65_536);
  const memory = new host.Memory({ initial: pages, maximum: pages });
  const bytes = writeModule([writeSample()], { sample: 0 }, { shared: false, wide: false });
  const { exports } = new host.Instance(new host.Module(bytes), { host: { memory } });
  const view = new DataView(memory.buffer);
  for (let k = 0; k < 4; k++) view.setBigUint64(8 * k, 0x9e3779b97f4a7c15n * BigInt(k + 1), true);
  let first = 0;
  for (const [k, [p, mechanisms]] of groups.entries()) {
    view.setFloat64(groupsAt + 16 * k, -1 / Math.log1p(-p), true);
    view.setUint32(groupsAt + 16 * k + 8, first, true);
    view.setUint32(groupsAt + 16 * k + 12, mechanisms.length, true);
    first += mechanisms.length;
  }
  let at = 0;
  for (const [k, mechanism] of order.entries()) {
    view.setUint32(offsetsAt + 4 * k, at, true);
    for (let i = model.offsets[mechanism]!; i < model.offsets[mechanism + 1]!; i++) {
      view.setUint32(detectorsAt + 4 * at++, model.symptoms[i]!, true);
    }
  }
  view.setUint32(offsetsAt + 4 * order.length, at, true);
  return {
    stride,
    draw: (log) => {
      exports['sample']!(outAt, stride, log, groupsAt, groups.length, offsetsAt, detectorsAt);
      return new Uint8Array(memory.buffer, outAt, stride * 2 ** log);
    },
  };
};
