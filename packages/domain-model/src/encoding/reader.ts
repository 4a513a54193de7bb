/** Why bytes were refused, and where: offset of the item that breaks the rule. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  readonly offset: number;

  constructor(why: string, offset: number) {
    super(`${why} at byte ${offset}`);
    this.offset = offset;
  }
}

/**
 * Reads CBOR heads strictly: any form other than the one {@link CborWriter} writes is refused.
 * Throws {@link EncodingError}; never reads past the end.
 */
export class CborReader {
  readonly bytes: Uint8Array;
  at: number;
  /** Major type of the last head. */
  major = 0;
  /** Additional information of the last head: its low five bits. */
  info = 0;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  refuse(why: string, offset = this.at): never {
    throw new EncodingError(why, offset);
  }

  /** Reads a head and returns its argument, a safe integer in its shortest form. */
  head(): number {
    const start = this.at;
    if (this.done) this.refuse('unexpected end');
    const initial = this.bytes[this.at++]!;
    this.major = initial >> 5;
    this.info = initial & 31;
    if (this.info < 24) return this.info;
    if (this.info > 27) this.refuse('reserved or indefinite length', start);
    const size = 1 << (this.info - 24);
    if (this.at + size > this.bytes.length) this.refuse('unexpected end', start);
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.bytes[this.at++]!;
    if (this.major === 7) return value;
    const least = size === 1 ? 24 : 2 ** (size * 4);
    if (value < least) this.refuse('length not in its shortest form', start);
    if (value > Number.MAX_SAFE_INTEGER) this.refuse('integer beyond 2^53 - 1', start);
    return value;
  }

  private expect(major: number, what: string): number {
    const start = this.at;
    const value = this.head();
    if (this.major !== major) this.refuse(`expected ${what}`, start);
    return value;
  }

  uint(): number {
    return this.expect(0, 'an unsigned integer');
  }

  array(): number {
    return this.expect(4, 'an array');
  }

  byteString(): Uint8Array {
    return this.take(this.expect(2, 'a byte string')).slice();
  }

  text(): string {
    const length = this.expect(3, 'a text string');
    return this.utf8(length);
  }

  /** The next `length` bytes, not copied. */
  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) this.refuse('unexpected end');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** `length` bytes as UTF-8; overlong forms, surrogates and stray bytes are refused. */
  utf8(length: number): string {
    const start = this.at;
    const bytes = this.take(length);
    let text = '';
    for (let i = 0; i < bytes.length; ) {
      const lead = bytes[i]!;
      const size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      let point = size === 1 ? lead : lead & (0x7f >> size);
      if (lead >= 0x80 && lead < 0xc2) this.refuse('malformed UTF-8', start + i);
      if (lead > 0xf4) this.refuse('malformed UTF-8', start + i);
      for (let k = 1; k < size; k++) {
        const next = bytes[i + k] ?? 0;
        if ((next & 0xc0) !== 0x80) this.refuse('malformed UTF-8', start + i);
        point = point * 64 + (next & 63);
      }
      const least = [0, 0, 0x80, 0x800, 0x1_0000][size]!;
      const surrogate = point >= 0xd800 && point <= 0xdfff;
      if (point < least || point > 0x10_ffff || surrogate) {
        this.refuse('malformed UTF-8', start + i);
      }
      text += String.fromCodePoint(point);
      i += size;
    }
    return text;
  }

  /** Refuses bytes after the end of the item. */
  end(): void {
    if (!this.done) this.refuse('bytes after the end');
  }
}
