/**
 * What `hold()` returns: gives the lock back at the end of a `using` block.
 *
 * @example
 * using _ = lock.hold();
 */
export class Hold {
  readonly #lock: { release(): void };

  constructor(lock: { release(): void }) {
    this.#lock = lock;
  }

  /** Releases the lock; `using` calls it. */
  [Symbol.dispose](): void {
    this.#lock.release();
  }
}
