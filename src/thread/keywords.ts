/**
 * Keyword arguments that a function does not have, refused as CPython 3.13 does: the message offers the name that was
 * meant, if one of the function's own is close enough.
 */

/** What one changed, added or missing letter counts, and what a letter that differs in its case only. */
const MOVE = 2;
const CASE = 1;

/** @throws TypeError for the first keyword that is not among those known to the function */
export function checkKeywords(call: string, keywords: object, known: readonly string[]): void {
  for (const key of Object.keys(keywords)) {
    if (known.includes(key)) continue;
    const meant = closest(key, known);
    const offer = meant === undefined ? "" : `. Did you mean '${meant}'?`;
    throw new TypeError(`${call}() got an unexpected keyword argument '${key}'${offer}`);
  }
}

/** The first of the closest names; undefined when a third of the letters, or more, would have to change. */
function closest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const cost = distance(name, candidate);
    if (cost >= least || cost > Math.floor(((name.length + candidate.length + 3) * MOVE) / 6)) continue;
    best = candidate;
    least = cost;
  }
  return best;
}

/** Levenshtein's distance, kept as one row of its table: what it costs to make the letters so far of each beginning of `to`. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i * MOVE);
  for (const letter of from) {
    const next = [row[0] + MOVE];
    for (let i = 0; i < to.length; i++) {
      next.push(Math.min(row[i] + changeCost(letter, to[i]), row[i + 1] + MOVE, next[i] + MOVE));
    }
    row = next;
  }
  return row[to.length];
}

function changeCost(letter: string, other: string): number {
  if (letter === other) return 0;
  return letter.toLowerCase() === other.toLowerCase() ? CASE : MOVE;
}
