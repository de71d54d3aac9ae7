/**
 * Short strings that this thread has read: names of properties, keys, names and states repeat, and a string that is there
 * already costs neither a call of the engine nor memory, and is found at once as a property's name.
 */
import { bytes } from "../memory/arena.js";

const SIZE = 1024;
const MOST_CHARACTERS = 24;
const FNV_PRIME = 0x01000193;

/** By the hash of the characters; a string that comes later takes the place of the one before. */
const cache: string[] = new Array<string>(SIZE).fill("");

/** The string of Latin-1 characters that lies at a byte of the arena. */
export function latin1Text(start: number, length: number): string {
  if (length > MOST_CHARACTERS) return bytes.latin1Slice(start, start + length);
  let hash = length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[start + i], FNV_PRIME);
  const place = (hash ^ (hash >>> 15)) & (SIZE - 1);
  const known = cache[place];
  return isAt(start, length, known) ? known : (cache[place] = bytes.latin1Slice(start, start + length));
}

function isAt(start: number, length: number, text: string): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
