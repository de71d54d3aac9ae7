/**
 * A set of numbers below `MARKS` to which any thread adds, and from which one thread, its owner, takes: how the owner
 * learns which of the things that it watches have changed. Nobody waits for anything.
 *
 * WORDS has a bit for each number, SUMMARY one for each word of WORDS in which the owner has to look.
 *
 * Whoever marks a number has made his change before; the owner looks at what changed after he has taken the number. So no
 * change is missed: of `mark`'s look at the bit and the owner's taking of it, one comes first. If the look does, the
 * change was there when the owner looks at it; if the taking does, the bit is found clear and set again. The same holds for
 * the bit in SUMMARY, which the owner takes before those in WORDS. A thread that dies in `mark`, or the owner's death,
 * leaves bits that nobody takes.
 */
import { alloc, release } from "./alloc.js";
import { bitOr, exchange, load } from "./futex.js";
import { MARKS_WORDS, Marks, type Ptr } from "./layout.js";

const BITS = 32;

/** Numbers are below this. */
export const MARKS = BITS * BITS;

/** Sets whose owner is this thread. */
const owned: Ptr[] = [];

/** A new empty set, which this thread owns. */
export function allocMarks(): Ptr {
  const marks = alloc(MARKS_WORDS);
  owned.push(marks);
  return marks;
}

/** Gives up a set that this thread owns. Whoever still refers to it may mark numbers, which nobody takes. */
export function releaseMarks(marks: Ptr): void {
  owned.splice(owned.indexOf(marks), 1);
  release(marks);
}

/** Gives the sets up to the caller, when this JavaScript thread ends. */
export function takeOwnedMarks(): Ptr[] {
  return owned.splice(0);
}

export function mark(marks: Ptr, number: number): void {
  const word = number >> 5;
  setBit(marks + Marks.WORDS + word, 1 << (number & (BITS - 1)));
  setBit(marks + Marks.SUMMARY, 1 << word);
}

function setBit(word: Ptr, bit: number): void {
  if ((load(word) & bit) === 0) bitOr(word, bit);
}

/** Whether there is a number in the set. */
export const hasMarks = (marks: Ptr): boolean => load(marks + Marks.SUMMARY) !== 0;

/** Takes all numbers out; for the owner. */
export function takeMarks(marks: Ptr, visit: (number: number) => void): void {
  eachBit(exchange(marks + Marks.SUMMARY, 0), (word) => {
    eachBit(exchange(marks + Marks.WORDS + word, 0), (bit) => visit(word * BITS + bit));
  });
}

function eachBit(bits: number, visit: (bit: number) => void): void {
  for (let left = bits; left !== 0; left &= left - 1) visit(BITS - 1 - Math.clz32(left & -left));
}
