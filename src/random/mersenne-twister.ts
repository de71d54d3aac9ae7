/**
 * The generator MT19937 of Makoto Matsumoto and Takuji Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed
 * uniform pseudo-random number generator" (1998), with the seeding by arrays of 2002. Python's `random` is built on it.
 *
 * State: 624 words and the index of the next one to hand out; at 624 all words are renewed.
 */
const SIZE = 624;
const SHIFT = 397;

export class MersenneTwister {
  readonly #words = new Uint32Array(SIZE);
  #next = SIZE;

  /** Starts the sequence that belongs to the key, a row of 32-bit words with at least one. */
  seed(key: ArrayLike<number>): void {
    const words = this.#words;
    words[0] = 19650218;
    for (let i = 1; i < SIZE; i++) words[i] = Math.imul(1812433253, mixed(words[i - 1]!)) + i;
    let i = 1;
    let j = 0;
    for (let round = Math.max(SIZE, key.length); round > 0; round--) {
      words[i] = (words[i]! ^ Math.imul(mixed(words[i - 1]!), 1664525)) + key[j]! + j;
      if (++i === SIZE) {
        words[0] = words[SIZE - 1]!;
        i = 1;
      }
      if (++j === key.length) j = 0;
    }
    for (let round = SIZE - 1; round > 0; round--) {
      words[i] = (words[i]! ^ Math.imul(mixed(words[i - 1]!), 1566083941)) - i;
      if (++i === SIZE) {
        words[0] = words[SIZE - 1]!;
        i = 1;
      }
    }
    words[0] = 0x80000000;
    this.#next = SIZE;
  }

  /** The next 32 random bits. */
  next32(): number {
    if (this.#next === SIZE) this.#renew();
    let y = this.#words[this.#next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** The next number of [0, 1), a multiple of 2 ** -53. */
  nextFloat(): number {
    const high = this.next32() >>> 5;
    const low = this.next32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** The state as 624 words and the index. */
  getState(): number[] {
    return [...this.#words, this.#next];
  }

  /** Takes over what `getState` gave. */
  setState(state: ArrayLike<number>): void {
    for (let i = 0; i < SIZE; i++) this.#words[i] = state[i]!;
    this.#next = state[SIZE]!;
  }

  #renew(): void {
    const words = this.#words;
    for (let i = 0; i < SIZE; i++) {
      const y = (words[i]! & 0x80000000) | (words[(i + 1) % SIZE]! & 0x7fffffff);
      words[i] = words[(i + SHIFT) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}

function mixed(word: number): number {
  return word ^ (word >>> 30);
}
