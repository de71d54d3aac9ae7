/**
 * Numbers things from zero in the order of their first appearance: the objects that a stream has met, so that a second
 * appearance is a reference to the first, and the blocks that it names.
 */

/** So many are found sooner by looking at each than by hashing, which the engine also has to remember for each object. */
const MOST_LISTED = 8;

export class Numbering<T> {
  readonly list: T[] = [];
  /** The numbers of all, once there are many. */
  #numbers: Map<T, number> | undefined;

  /** The number of something that was met before; anything else gets the next number, and the answer is undefined. */
  meet(value: T): number | undefined {
    const { list } = this;
    const known = this.#numbers === undefined ? list.indexOf(value) : (this.#numbers.get(value) ?? -1);
    if (known >= 0) return known;
    list.push(value);
    if (this.#numbers !== undefined) this.#numbers.set(value, list.length - 1);
    else if (list.length > MOST_LISTED) this.#numbers = new Map(list.map((met, number) => [met, number]));
    return undefined;
  }

  /** Takes its number back from what was met last. */
  forgetLast(): void {
    const last = this.list.pop();
    if (last !== undefined) this.#numbers?.delete(last);
  }
}
