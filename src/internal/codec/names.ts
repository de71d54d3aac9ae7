/**
 * Interned attribute names: each string that names an attribute has one small number in all threads.
 *
 * The arena holds an append-only list of names, never freed; each thread mirrors it in a Map as far as it has read.
 * Invariant: under NAMES_MUTEX a thread that has read up to NAMES_COUNT knows all names, so two threads cannot give one
 * name two numbers.
 */
import { alloc } from "../memory/alloc.js";
import { bytes, words } from "../memory/arena.js";
import { load, store } from "../memory/futex.js";
import { ArenaHeader, BYTES_PER_WORD, NULL_PTR, type Ptr } from "../memory/layout.js";
import { lock, unlock } from "../memory/mutex.js";

const NEXT = 0;
const BYTE_LENGTH = 1;
const TEXT = 2;

const idOf = new Map<string, number>();
const nameOf: string[] = [];
let lastRead: Ptr = NULL_PTR;
/** What was asked for last; loops mostly use one name, or a few in turn. */
let lastText = "";
let lastId = -1;

function readNewNames(): void {
  const count = load(ArenaHeader.NAMES_COUNT);
  while (nameOf.length < count) {
    const name = lastRead === NULL_PTR ? words[ArenaHeader.NAMES_FIRST] : words[lastRead + NEXT];
    const start = (name + TEXT) * BYTES_PER_WORD;
    const text = bytes.ucs2Slice(start, start + words[name + BYTE_LENGTH]);
    idOf.set(text, nameOf.length);
    nameOf.push(text);
    lastRead = name;
  }
}

/** The number of a name, given to it now if it has none. */
export function internName(text: string): number {
  return knownName(text) ?? addName(text);
}

/** The number of a name that some thread has used as an attribute's, or undefined. */
export function knownName(text: string): number | undefined {
  if (text === lastText && lastId >= 0) return lastId;
  let id = idOf.get(text);
  if (id === undefined) {
    if (load(ArenaHeader.NAMES_COUNT) === nameOf.length) return undefined;
    readNewNames();
    id = idOf.get(text);
    if (id === undefined) return undefined;
  }
  lastText = text;
  lastId = id;
  return id;
}

export function nameText(id: number): string {
  if (id >= nameOf.length) readNewNames();
  return nameOf[id];
}

function addName(text: string): number {
  const size = text.length * 2;
  const name = alloc(TEXT + Math.ceil(size / BYTES_PER_WORD));
  words[name + BYTE_LENGTH] = size;
  bytes.ucs2Write(text, (name + TEXT) * BYTES_PER_WORD, size);
  lock(ArenaHeader.NAMES_MUTEX);
  readNewNames();
  let id = idOf.get(text);
  if (id === undefined) {
    id = nameOf.length;
    const last = words[ArenaHeader.NAMES_LAST];
    if (last === NULL_PTR) words[ArenaHeader.NAMES_FIRST] = name;
    else words[last + NEXT] = name;
    words[ArenaHeader.NAMES_LAST] = name;
    store(ArenaHeader.NAMES_COUNT, id + 1);
    readNewNames();
  }
  unlock(ArenaHeader.NAMES_MUTEX);
  return id;
}
