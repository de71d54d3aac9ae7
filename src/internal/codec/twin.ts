/**
 * Bytes in ordinary memory and the shared ones that they have become, kept in line by the method of multiple-writer
 * release consistency (TreadMarks: Keleher et al., 1994): BEFORE is what both were when they were reconciled last. What
 * differs from it in the ordinary memory was written there since, and is carried over, whole elements at a time; the rest
 * is taken from the shared memory.
 */
import { type Kept, LOOK_COST } from "./kept.js";

export class Twin implements Kept {
  readonly #kept: WeakRef<ArrayBuffer | ArrayBufferView>;
  readonly #shared: Uint8Array;
  readonly #before: Uint8Array;
  /** Bytes that are one element, which is never carried over in parts. */
  readonly #unit: number;

  constructor(kept: ArrayBuffer | ArrayBufferView, shared: Uint8Array, unit: number) {
    this.#kept = new WeakRef(kept);
    this.#shared = shared;
    this.#before = shared.slice();
    this.#unit = unit;
  }

  get cost(): number {
    return this.#before.length + LOOK_COST;
  }

  get isGone(): boolean {
    return this.#kept.deref()?.byteLength !== this.#before.length;
  }

  /** Returns false when the ordinary memory is gone, or is not what it was. */
  reconcile(): boolean {
    const kept = this.#kept.deref();
    if (kept?.byteLength !== this.#before.length) return false;
    const own = ArrayBuffer.isView(kept) ? new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength) : new Uint8Array(kept);
    const isWritten = Buffer.compare(own, this.#before) !== 0;
    if (isWritten) this.#carryOver(own);
    if (isWritten || Buffer.compare(this.#shared, own) !== 0) {
      own.set(this.#shared);
      this.#before.set(own);
    }
    return true;
  }

  #carryOver(own: Uint8Array): void {
    const before = this.#before;
    for (let i = 0; i < own.length; i++) {
      if (own[i] === before[i]) continue;
      const start = i - (i % this.#unit);
      this.#shared.set(own.subarray(start, start + this.#unit), start);
      i = start + this.#unit - 1;
    }
  }
}
