/**
 * Which encoded code can be sent again as it is. A box is stable when all that its functions capture can never change:
 * constants that hold primitive values, shared objects, and code that is stable itself. Classes refer to each other in
 * circles, so the answer is known only when the whole session is encoded.
 */
import type { Ptr } from "../memory/layout.js";

export class Stability {
  readonly #unstable = new Set<Ptr>();
  readonly #dependants = new Map<Ptr, Ptr[]>();

  /** `dependant` contains a reference to the class record `record`. */
  depends(dependant: Ptr, record: Ptr): void {
    const list = this.#dependants.get(record);
    if (list) list.push(dependant);
    else this.#dependants.set(record, [dependant]);
  }

  markUnstable(block: Ptr): void {
    const pending = [block];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.#unstable.has(next)) continue;
      this.#unstable.add(next);
      pending.push(...(this.#dependants.get(next) ?? []));
    }
  }

  isStable(block: Ptr): boolean {
    return !this.#unstable.has(block);
  }
}
