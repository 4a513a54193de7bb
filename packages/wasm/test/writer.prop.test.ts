import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ByteWriter,
  F32,
  F64,
  FunctionWriter,
  I32,
  I64,
  op,
  V128,
  writeModule,
  hostWasm,
} from '../src/index.ts';

/** LEB128 as the specification reads it, with the number of bytes that it took. */
const read = (bytes: Uint8Array, signed: boolean): readonly [value: bigint, length: number] => {
  let value = 0n;
  let shift = 0n;
  for (const [k, byte] of bytes.entries()) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    const negative = signed && (byte & 0x40) !== 0;
    return [negative ? value - (1n << shift) : value, k + 1];
  }
  throw new Error('the number does not end');
};

const EDGES = [0, 1, 63, 64, 127, 128, 8191, 8192, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40];
const POSITIVE = [...EDGES, Number.MAX_SAFE_INTEGER];
const SIGNED = new Set([
  ...POSITIVE,
  ...POSITIVE.slice(0, -1).flatMap((value) => [-value - 1, 0 - value]),
]);

const MEMORY = { shared: false, wide: false };

const instantiate = (
  functions: readonly FunctionWriter[],
  exports: Readonly<Record<string, number>>,
  options = MEMORY,
) => {
  const api = hostWasm()!;
  const pages = options.wide ? 1n : 1;
  const address = options.wide ? ({ address: 'i64' } as const) : {};
  const size = { initial: pages, maximum: pages };
  const memory = new api.Memory({ ...size, shared: options.shared, ...address });
  const module = new api.Module(writeModule(functions, exports, options));
  return { memory, exports: new api.Instance(module, { host: { memory } }).exports };
};

describe('numbers in LEB128 (WebAssembly 3.0, section 5.2.2)', () => {
  const shortest = (value: bigint, signed: boolean): number => {
    const bits = value.toString(2).replace('-', '').length;
    // two's complement: -2^k takes k + 1 bits with its sign
    const width = value < 0n ? (-value - 1n).toString(2).replace(/^0$/, '').length + 1 : bits + 1;
    return Math.max(1, Math.ceil((signed ? (value === 0n ? 1 : width) : bits) / 7));
  };
  const check = (value: number, signed: boolean): void => {
    const writer = new ByteWriter().byte(0xaa);
    if (signed) writer.signed(value);
    else writer.unsigned(value);
    const bytes = writer.byte(0xbb).view();
    const [number, length] = read(bytes.subarray(1), signed);
    expect(number).toBe(BigInt(value));
    expect(length).toBe(shortest(BigInt(value), signed));
    expect([bytes[0], bytes[length + 1], bytes.length]).toEqual([0xaa, 0xbb, length + 2]);
  };

  it.each(POSITIVE)('read back without a sign: %d', (value) => check(value, false));
  it.each([...SIGNED])('read back with a sign: %d', (value) => check(value, true));

  it('read back whatever they are', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (value) => check(value, false)));
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => check(value, true)));
  });
});

describe('bytes', () => {
  it('grow and are those that were written, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 6 }), (parts) => {
        const writer = new ByteWriter();
        for (const part of parts) writer.byte(7).bytes(part);
        const expected = parts.flatMap((part) => [7, ...part]);
        expect(writer.length).toBe(expected.length);
        expect([...writer.view()]).toEqual(expected);
      }),
    );
  });

  it('hold a name with its length in front', () => {
    expect([...new ByteWriter().name('run').view()]).toEqual([3, 0x72, 0x75, 0x6e]);
  });
});

describe('a module', () => {
  it('computes with locals of several types, loops, branches and calls', () => {
    // the sum of 0 to n - 1, by a loop; then twice that, by a call
    const sum = new FunctionWriter([I32], [I32]);
    const [unused, total] = [sum.local(V128), sum.local(I32)];
    const k = sum.local(I32);
    expect([unused, total, k]).toEqual([1, 2, 3]);
    sum.block().loop().get(k).get(0).op(op.I32_GE_U).branchIf(1);
    sum.get(total).get(k).op(op.I32_ADD).set(total);
    sum.get(k).i32(1).op(op.I32_ADD).set(k).branch(0).end().end();
    sum.get(total);
    const twice = new FunctionWriter([I32], [I32]).get(0).call(0).i32(2).op(op.I32_MUL);
    const { exports } = instantiate([sum, twice], { sum: 0, twice: 1 });
    expect(exports['sum']!(10)).toBe(45);
    expect(exports['twice']!(100)).toBe(9900);
    expect(exports['sum']!(0)).toBe(0);
  });

  const narrow = [0, 1, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)];
  it.each(narrow)('holds the constant %d', (value) => {
    const { exports } = instantiate([new FunctionWriter([], [I32]).i32(value)], { f: 0 });
    expect(exports['f']!()).toBe(value);
  });

  const wide = [0, -1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 40, -(2 ** 40)];
  it.each(wide)('holds the wide constant %d', (value) => {
    const { exports } = instantiate([new FunctionWriter([], [I64]).i64(value)], { f: 0 });
    expect(exports['f']!()).toBe(BigInt(value));
  });

  it.each([0, -0, 1.5, -(2 ** -149), 3.4e38, Infinity])('holds the float constant %d', (value) => {
    const single = new FunctionWriter([], [F32]).f32(value);
    const double = new FunctionWriter([], [F64]).f64(value);
    const { exports } = instantiate([single, double], { single: 0, double: 1 });
    expect(exports['single']!()).toBe(Math.fround(value));
    expect(exports['double']!()).toBe(value);
  });

  it('branches', () => {
    const f = new FunctionWriter([I32], [I32]);
    const result = f.local(I32);
    f.get(0).if().i32(7).set(result).else().i32(9).set(result).end().get(result);
    const { exports } = instantiate([f], { f: 0 });
    expect([exports['f']!(1), exports['f']!(0)]).toEqual([7, 9]);
  });

  it('works on vectors in the memory of its host, shared or with wide addresses', () => {
    for (const options of [MEMORY, { shared: true, wide: false }, { shared: false, wide: true }]) {
      const type = options.wide ? I64 : I32;
      // memory[16..32] = memory[0..16] with its halves exchanged, plus itself; then a copy to 64
      const f = new FunctionWriter([type], [F64]);
      const v = f.local(V128);
      const at = (value: number): FunctionWriter => (options.wide ? f.i64(value) : f.i32(value));
      f.get(0).vectorLoad(0).tee(v).get(v);
      f.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]).set(v);
      f.get(0).get(v).get(0).vectorLoad(0).simd(op.F64X2_ADD).vectorStore(16);
      at(64);
      at(0);
      at(32).memoryCopy();
      at(0).access(op.F64_LOAD, 3, 80);
      const { memory, exports } = instantiate([f], { f: 0 }, options);
      const numbers = new Float64Array(memory.buffer);
      numbers.set([1.5, 4]);
      expect(exports['f']!(options.wide ? 0n : 0)).toBe(5.5);
      expect([...numbers.subarray(2, 4)]).toEqual([5.5, 5.5]);
      expect([...numbers.subarray(8, 12)]).toEqual([1.5, 4, 5.5, 5.5]);
    }
  });

  it('is refused a shuffle of other than 16 bytes', () => {
    expect(() => new FunctionWriter([]).shuffle([0, 1])).toThrow('16 bytes');
  });

  it('is the same bytes for the same functions', () => {
    const increased = (): FunctionWriter =>
      new FunctionWriter([I32], [I32]).get(0).i32(3).op(op.I32_ADD);
    const make = (): Uint8Array => writeModule([increased()], { f: 0 }, MEMORY);
    expect(make()).toEqual(make());
    expect([...make().subarray(0, 8)]).toEqual([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    expect(hostWasm()!.validate(make())).toBe(true);
  });
});

describe('instructions', () => {
  const isVector = (name: string): boolean => name.startsWith('V128') || /^[IF]\d+X/.test(name);

  it('have a number of their own, apart from what follows a prefix', () => {
    const names = Object.entries(op).filter(([name]) => name !== 'MEMORY_COPY');
    for (const list of [
      names.filter(([name]) => isVector(name)),
      names.filter(([name]) => !isVector(name)),
    ]) {
      expect(list.length).toBeGreaterThan(40);
      expect(new Set(list.map(([, number]) => number)).size).toBe(list.length);
    }
  });
});
