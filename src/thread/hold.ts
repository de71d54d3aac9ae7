/** What `hold()` returns: gives the lock back at the end of a `using` block. */
export class Hold {
  readonly #lock: { release(): void };

  constructor(lock: { release(): void }) {
    this.#lock = lock;
  }

  [Symbol.dispose](): void {
    this.#lock.release();
  }
}
