import * as op from './instructions.ts';

/** Value types (WebAssembly 3.0, section 5.3). */
export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof I64 | typeof F32 | typeof F64 | typeof V128;

/** Bytes that grow. Integers are LEB128. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * (this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  byte(value: number): this {
    if (this.#length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  bytes(values: ArrayLike<number>): this {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** A non-negative integer below 2^53. */
  unsigned(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.byte(rest);
  }

  /** A safe integer. */
  signed(value: number): this {
    let rest = value;
    for (;;) {
      const low = ((rest % 0x80) + 0x80) % 0x80;
      rest = Math.floor(rest / 0x80);
      if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  /** UTF-8 of ASCII text with its length in front. */
  name(text: string): this {
    this.unsigned(text.length);
    for (let k = 0; k < text.length; k++) this.byte(text.charCodeAt(k));
    return this;
  }

  /** What was written so far; valid until the next write. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }
}

const FLOAT = new DataView(new ArrayBuffer(8));

const BLOCK_EMPTY = 0x40;

/** One function under construction: a stack machine, so calls read in evaluation order. */
export class FunctionWriter {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Runs of locals of one type, as the binary format groups them: their types and lengths. */
  readonly #types: ValueType[] = [];
  readonly #counts: number[] = [];
  #next: number;
  readonly #code = new ByteWriter();

  constructor(params: readonly ValueType[], results: readonly ValueType[] = []) {
    this.params = params;
    this.results = results;
    this.#next = params.length;
  }

  /** A new local variable, zero at first. */
  local(type: ValueType): number {
    return this.locals(type, 1);
  }

  /** `count` new local variables of one type in a row; returns the first. */
  locals(type: ValueType, count: number): number {
    const first = this.#next;
    const last = this.#types.length - 1;
    this.#next += count;
    if (last >= 0 && this.#types[last] === type) {
      this.#counts[last]! += count;
    } else {
      this.#types.push(type);
      this.#counts.push(count);
    }
    return first;
  }

  /** Code that was encoded elsewhere. */
  encoded(code: Uint8Array): this {
    this.#code.bytes(code);
    return this;
  }

  op(opcode: number): this {
    this.#code.byte(opcode);
    return this;
  }

  get(local: number): this {
    this.#code.byte(op.LOCAL_GET).unsigned(local);
    return this;
  }

  set(local: number): this {
    this.#code.byte(op.LOCAL_SET).unsigned(local);
    return this;
  }

  tee(local: number): this {
    this.#code.byte(op.LOCAL_TEE).unsigned(local);
    return this;
  }

  i32(value: number): this {
    this.#code.byte(op.I32_CONST).signed(value | 0);
    return this;
  }

  i64(value: number): this {
    this.#code.byte(op.I64_CONST).signed(value);
    return this;
  }

  f32(value: number): this {
    FLOAT.setFloat32(0, value, true);
    this.#code.byte(op.F32_CONST).bytes(new Uint8Array(FLOAT.buffer, 0, 4));
    return this;
  }

  f64(value: number): this {
    FLOAT.setFloat64(0, value, true);
    this.#code.byte(op.F64_CONST).bytes(new Uint8Array(FLOAT.buffer));
    return this;
  }

  /** A vector instruction without immediates. */
  simd(opcode: number): this {
    this.#code.byte(op.VECTOR_PREFIX).unsigned(opcode);
    return this;
  }

  /** A load or store with its offset, aligned to 2^align bytes; `vector` if SIMD. */
  access(opcode: number, align: number, offset: number, vector = false): this {
    if (vector) this.#code.byte(op.VECTOR_PREFIX);
    this.#code.unsigned(opcode).unsigned(align).unsigned(offset);
    return this;
  }

  vectorLoad(offset: number): this {
    return this.access(op.V128_LOAD, 4, offset, true);
  }

  vectorStore(offset: number): this {
    return this.access(op.V128_STORE, 4, offset, true);
  }

  /** Picks 16 bytes of the two vectors on the stack. */
  shuffle(lanes: ArrayLike<number>): this {
    if (lanes.length !== 16) throw new RangeError(`a shuffle picks 16 bytes, got ${lanes.length}`);
    this.#code.byte(op.VECTOR_PREFIX).byte(op.I8X16_SHUFFLE).bytes(lanes);
    return this;
  }

  /** Copies within memory: target, source and length on the stack. */
  memoryCopy(): this {
    this.#code.byte(op.BULK_PREFIX).byte(op.MEMORY_COPY).byte(0).byte(0);
    return this;
  }

  call(index: number): this {
    this.#code.byte(op.CALL).unsigned(index);
    return this;
  }

  block(): this {
    return this.op(op.BLOCK).op(BLOCK_EMPTY);
  }

  loop(): this {
    return this.op(op.LOOP).op(BLOCK_EMPTY);
  }

  /** Runs what follows, up to `else` or `end`, if the number on the stack is not 0. */
  if(): this {
    return this.op(op.IF).op(BLOCK_EMPTY);
  }

  else(): this {
    return this.op(op.ELSE);
  }

  end(): this {
    return this.op(op.END);
  }

  branch(depth: number): this {
    this.#code.byte(op.BR).unsigned(depth);
    return this;
  }

  branchIf(depth: number): this {
    this.#code.byte(op.BR_IF).unsigned(depth);
    return this;
  }

  #localRuns(): ByteWriter {
    const out = new ByteWriter().unsigned(this.#types.length);
    for (const [k, type] of this.#types.entries()) out.unsigned(this.#counts[k]!).byte(type);
    return out;
  }

  writeTo(out: ByteWriter): void {
    const locals = this.#localRuns();
    out.unsigned(locals.length + this.#code.length + 1);
    out.bytes(locals.view()).bytes(this.#code.view()).byte(op.END);
  }
}

/** The memory that a module imports as `host.memory`. */
export interface MemoryImport {
  readonly shared: boolean;
  /** Addresses are i64: more than 4 GiB. */
  readonly wide: boolean;
}

const section = (out: ByteWriter, id: number, body: ByteWriter): void => {
  out.byte(id).unsigned(body.length).bytes(body.view());
};

const writeTypes = (functions: readonly FunctionWriter[]): [ByteWriter, readonly number[]] => {
  const rows = new Map<string, number>();
  const body = new ByteWriter();
  const indices = functions.map(({ params, results }) => {
    const key = `${params.join()}>${results.join()}`;
    const known = rows.get(key);
    if (known !== undefined) return known;
    rows.set(key, rows.size);
    body.byte(0x60).unsigned(params.length).bytes(params);
    body.unsigned(results.length).bytes(results);
    return rows.size - 1;
  });
  return [new ByteWriter().unsigned(rows.size).bytes(body.view()), indices];
};

/** Pages of 64 KiB: 4 GiB, and the 16 GiB that engines allow with wide addresses. */
export const PAGES_MAX = 65_536;
export const WIDE_PAGES_MAX = 262_144;

/**
 * The binary of a module of `functions` over an imported memory. `exports` gives the index of each
 * exported function (WebAssembly 3.0, section 5.5).
 */
export const writeModule = (
  functions: readonly FunctionWriter[],
  exports: Readonly<Record<string, number>>,
  memory: MemoryImport,
): Uint8Array<ArrayBuffer> => {
  const [types, indices] = writeTypes(functions);
  const imports = new ByteWriter().unsigned(1).name('host').name('memory').byte(2);
  imports.byte((memory.shared ? 3 : 1) | (memory.wide ? 4 : 0));
  // a memory of any size fits, so that one module serves many
  imports.unsigned(1).unsigned(memory.wide ? WIDE_PAGES_MAX : PAGES_MAX);
  const rows = Object.entries(exports);
  const exported = new ByteWriter().unsigned(rows.length);
  for (const [name, index] of rows) exported.name(name).byte(0).unsigned(index);
  const declared = new ByteWriter().unsigned(functions.length);
  for (const index of indices) declared.unsigned(index);
  const bodies = new ByteWriter().unsigned(functions.length);
  for (const each of functions) each.writeTo(bodies);

  const out = new ByteWriter().bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  section(out, 1, types);
  section(out, 2, imports);
  section(out, 3, declared);
  section(out, 7, exported);
  section(out, 10, bodies);
  return out.view().slice();
};
