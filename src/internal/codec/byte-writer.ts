import type { TextBuffer } from "../memory/arena.js";

/** A growing buffer of this thread that a value is encoded into before it is copied to the arena in one piece. */
const INITIAL_BYTES = 256;
const LARGEST_KEPT_BYTES = 2 ** 20;
/** So that the length twice takes one byte. */
const SHORT_CHARACTERS = 24;
const LAST_OF_LATIN1 = 0xff;
const TWO_BYTE = /[^\u0000-\u00ff]/;

/** Whether each character fits a byte. */
export function isLatin1(text: string): boolean {
  return !TWO_BYTE.test(text);
}

/** To call the engine takes as long as to copy some bytes. */
const MOST_COPIED_SINGLY = 96;
/** Bytes of at least so many are not copied until all has been written. */
const LEAST_BORROWED_BYTES = 4096;
/** The engine copies between two memories by whole words only where both are aligned alike. */
const ALIGNMENT = 8;

/** How many bytes are left out before the content of a buffer that would begin at this place. */
export const paddingAt = (place: number): number => -place & (ALIGNMENT - 1);

/** Somebody else's bytes, and how many of the writer's own come before them. */
interface Borrowed {
  after: number;
  source: Uint8Array;
}

export class ByteWriter {
  #buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES) as TextBuffer;
  #view = new DataView(this.#buffer.buffer);
  #length = 0;
  #borrowed: Borrowed[] = [];
  #borrowedBytes = 0;

  /** Empties the writer for its next use. A buffer that one large value made is not kept. */
  reset(): void {
    this.#length = 0;
    if (this.#borrowed.length > 0) {
      this.#borrowed = [];
      this.#borrowedBytes = 0;
    }
    if (this.#buffer.length > LARGEST_KEPT_BYTES) {
      this.#buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES) as TextBuffer;
      this.#view = new DataView(this.#buffer.buffer);
    }
  }

  get length(): number {
    return this.#length + this.#borrowedBytes;
  }

  /** Copies what has been written, to a place that is aligned. */
  copyTo(target: Uint8Array, start: number): void {
    if (this.#borrowed.length === 0 && this.#length <= MOST_COPIED_SINGLY) {
      for (let i = 0; i < this.#length; i++) target[start + i] = this.#buffer[i];
      return;
    }
    let own = 0;
    let at = start;
    for (const { after, source } of this.#borrowed) {
      target.set(this.#buffer.subarray(own, after), at);
      at += after - own;
      target.set(source, at);
      at += source.length;
      own = after;
    }
    target.set(this.#buffer.subarray(own, this.#length), at);
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  /** Non-negative integer below 2^53. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** The content of a buffer, which nobody may change until `copyTo`. */
  bytes(source: Uint8Array): void {
    this.varint(source.length);
    const padding = paddingAt(this.length);
    this.#reserve(padding);
    this.#buffer.fill(0, this.#length, this.#length + padding);
    this.#length += padding;
    if (source.length >= LEAST_BORROWED_BYTES) {
      this.#borrowed.push({ after: this.#length, source });
      this.#borrowedBytes += source.length;
      return;
    }
    this.#reserve(source.length);
    this.#buffer.set(source, this.#length);
    this.#length += source.length;
  }

  /** A string: its length twice, plus one when it takes two bytes a character, then the characters. */
  text(value: string): void {
    if (value.length <= SHORT_CHARACTERS && this.#shortText(value)) return;
    const latin1 = isLatin1(value);
    this.varint(value.length * 2 + (latin1 ? 0 : 1));
    const size = latin1 ? value.length : value.length * 2;
    this.#reserve(size);
    if (latin1) this.#buffer.latin1Write(value, this.#length, size);
    else this.#buffer.ucs2Write(value, this.#length, size);
    this.#length += size;
  }

  /** Character by character, since calling the engine for a few costs more. Writes nothing when one does not fit a byte. */
  #shortText(value: string): boolean {
    const { length } = value;
    this.#reserve(length + 1);
    const buffer = this.#buffer;
    const start = this.#length + 1;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > LAST_OF_LATIN1) return false;
      buffer[start + i] = code;
    }
    buffer[start - 1] = length * 2;
    this.#length = start + length;
    return true;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + more)) as TextBuffer;
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }
}
