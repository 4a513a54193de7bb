/** A growing byte buffer with the heads of CBOR (RFC 8949, section 3). */
export class CborWriter {
  buffer: Uint8Array;
  /** Where the next byte goes: also the number of bytes written. */
  at = 0;

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const needed = this.at + count;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.at));
    this.buffer = grown;
  }

  /** A head of major type `major` (0 to 7) with the shortest argument for `value` (XDV-034.1). */
  head(major: number, value: number): void {
    if (this.at + 9 > this.buffer.length) this.reserve(9);
    const type = major << 5;
    const { buffer } = this;
    if (value < 24) {
      buffer[this.at++] = type | value;
    } else if (value < 0x100) {
      buffer[this.at++] = type | 24;
      buffer[this.at++] = value;
    } else if (value < 0x1_0000) {
      buffer[this.at++] = type | 25;
      buffer[this.at++] = value >>> 8;
      buffer[this.at++] = value;
    } else if (value < 0x1_0000_0000) {
      buffer[this.at++] = type | 26;
      this.word(value);
    } else {
      buffer[this.at++] = type | 27;
      this.word(Math.floor(value / 0x1_0000_0000));
      this.word(value);
    }
  }

  /** Four bytes, most significant first; the caller has made room. */
  private word(value: number): void {
    const { buffer } = this;
    buffer[this.at++] = value >>> 24;
    buffer[this.at++] = value >>> 16;
    buffer[this.at++] = value >>> 8;
    buffer[this.at++] = value;
  }

  uint(value: number): void {
    this.head(0, value);
  }

  array(length: number): void {
    this.head(4, length);
  }

  bytes(value: Uint8Array): void {
    this.head(2, value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  /** A text string. Short ASCII, the common case, is written in one pass. */
  text(value: string): void {
    const { length } = value;
    if (length < 24) {
      this.reserve(length + 1);
      const start = this.at;
      this.buffer[this.at++] = 0x60 | length;
      let i = 0;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit >= 0x80) break;
        this.buffer[this.at++] = unit;
      }
      if (i === length) return;
      this.at = start;
    }
    const utf8 = encodeUtf8(value);
    this.head(3, utf8.length);
    this.raw(utf8);
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.at);
  }
}

/** UTF-8 bytes of a well-formed string. */
export const encodeUtf8 = (text: string): Uint8Array => {
  const out = new Uint8Array(text.length * 3);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!;
    if (point < 0x80) {
      out[at++] = point;
    } else if (point < 0x800) {
      out[at++] = 0xc0 | (point >> 6);
      out[at++] = 0x80 | (point & 63);
    } else if (point < 0x1_0000) {
      out[at++] = 0xe0 | (point >> 12);
      out[at++] = 0x80 | ((point >> 6) & 63);
      out[at++] = 0x80 | (point & 63);
    } else {
      out[at++] = 0xf0 | (point >> 18);
      out[at++] = 0x80 | ((point >> 12) & 63);
      out[at++] = 0x80 | ((point >> 6) & 63);
      out[at++] = 0x80 | (point & 63);
      i++;
    }
  }
  return out.slice(0, at);
};
