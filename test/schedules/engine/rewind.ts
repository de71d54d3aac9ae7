/**
 * A moment to which a worker can be put back: the arena, which the first thread sees to, and what the package's modules keep
 * in JavaScript about it, which each thread does. The modules show that through exports that only this build has (see
 * ../bundle.ts).
 */
import { words } from "../../../src/internal/memory/arena.js";
import { ArenaHeader, type Ptr } from "../../../src/internal/memory/layout.js";
import * as code from "../../../src/internal/codec/code.js";
import * as handleTable from "../../../src/internal/codec/handle-table.js";
import * as names from "../../../src/internal/codec/names.js";
import * as marks from "../../../src/internal/memory/marks.js";
import * as watchedLists from "../../../src/builtins/watched-lists.js";
import * as scratch from "../../../src/internal/codec/scratch.js";
import * as waiters from "../../../src/internal/memory/waiters.js";
import { me } from "./control.js";

const { shownCode } = code as unknown as { shownCode: Map<string, Ptr> };
const { shownValues } = handleTable as unknown as { shownValues: Map<Ptr, WeakRef<object>> };
const { shownNames } = names as unknown as { shownNames: { read(): unknown; write(state: unknown): void } };
const { shownDepth } = scratch as unknown as { shownDepth(): number };
const { shownOwned } = marks as unknown as { shownOwned: Ptr[] };
const { shownWatches } = watchedLists as unknown as { shownWatches: object[] };
const { shownSpare } = waiters as unknown as { shownSpare: Ptr[] };

export class Snapshot {
  readonly #arena = me === 0 ? words.slice(0, words[ArenaHeader.BUMP]) : undefined;
  readonly #code = [...shownCode];
  readonly #values = [...shownValues];
  readonly #names = shownNames.read();
  readonly #owned = shownOwned.length;
  readonly #watches = shownWatches.length;
  readonly #spare = [...shownSpare];

  restore(): void {
    if (this.#arena !== undefined) restoreArena(this.#arena);
    refill(shownCode, this.#code);
    refill(shownValues, this.#values);
    shownNames.write(this.#names);
    // Sets of marks that were made since are made anew.
    shownOwned.length = this.#owned;
    shownWatches.length = this.#watches;
    shownSpare.length = 0;
    shownSpare.push(...this.#spare);
  }
}

/** Identities go on: modules remember functions by them, and take it that none is used twice. */
function restoreArena(saved: Int32Array): void {
  const identities = [words[ArenaHeader.IDENTITY_COUNTER], words[ArenaHeader.IDENTITY_COUNTER + 1]];
  words.set(saved);
  words.set(identities, ArenaHeader.IDENTITY_COUNTER);
}

function refill<K, V>(map: Map<K, V>, entries: readonly [K, V][]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/** How many scratch slots are in use: none, between two calls of the package. */
export const scratchDepth = shownDepth;
