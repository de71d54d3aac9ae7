/**
 * Reads what `ByteWriter` wrote, straight from the arena. The block is retained by the caller while it reads. Each read
 * checks the end, so broken bytes raise and never read outside.
 */
import { bytes as arenaBytes } from "../memory/arena.js";
import { SystemError } from "../base/errors.js";
import { paddingAt } from "./byte-writer.js";
import { latin1Text } from "./text-cache.js";

const view = new DataView(arenaBytes.buffer);

export class ByteReader {
  #position: number;
  readonly #start: number;
  readonly #end: number;

  /** Reads `length` bytes of the arena from byte `start`. */
  constructor(start: number, length: number) {
    this.#position = start;
    this.#start = start;
    this.#end = start + length;
  }

  get remaining(): number {
    return this.#end - this.#position;
  }

  u8(): number {
    return arenaBytes[this.#advance(1)];
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
      if (scale > 2 ** 53) throw new SystemError("encoded value is broken: number too long");
    }
  }

  /** A count of things that take at least one byte each, so that it cannot promise more than there is. */
  count(): number {
    const count = this.varint();
    if (count > this.remaining) throw new SystemError("encoded value is broken: count exceeds its bytes");
    return count;
  }

  f64(): number {
    return view.getFloat64(this.#advance(8), true);
  }

  /** A copy of the bytes. */
  bytes(): Uint8Array<ArrayBuffer> {
    const size = this.varint();
    this.#advance(paddingAt(this.#position - this.#start));
    const start = this.#advance(size);
    const copy = new Uint8Array(size);
    copy.set(arenaBytes.subarray(start, start + size));
    return copy;
  }

  text(): string {
    const header = this.varint();
    const length = Math.floor(header / 2);
    if (header % 2 === 0) return latin1Text(this.#advance(length), length);
    const start = this.#advance(length * 2);
    return arenaBytes.ucs2Slice(start, start + length * 2);
  }

  #advance(size: number): number {
    const start = this.#position;
    if (size > this.#end - start) throw new SystemError("encoded value is broken: it ends too early");
    this.#position = start + size;
    return start;
  }
}
