// @ts-nocheck: it is plain JavaScript too, and has no types to strip.
/** A module of the user's that two others import: its lock and its list must be one, in every thread. */
import * as threading from "pythreads/threading";
import { list } from "pythreads/builtins";

export const LOCK = threading.Lock();
export const LOG = list();
export const TABLE = { answer: 42, words: ["a", "b"] };

const hidden = 5;

/** Goes on changing, which no thread would see. */
export let level = 1;
export const names = ["a"];

export function raise() {
  level += 1;
}

export function note(text) {
  LOCK.acquire();
  try {
    LOG.append(text);
    return LOG.length;
  } finally {
    LOCK.release();
  }
}

export class Base {
  constructor(value) {
    this.value = value;
  }

  who() {
    return `base ${this.value}`;
  }

  static make(value) {
    return new this(value);
  }
}

export default function scaled(n) {
  return n * hidden;
}
