/**
 * The arena: one SharedArrayBuffer that holds all state which threads share.
 *
 * Its length is fixed, so that views are ordinary and fast; it is reserved large and committed by the operating system
 * as it is touched. The first thread of the process makes it; every other thread finds it under `ARENA_KEY`, where the
 * worker's bootstrap puts it before this module is loaded. The views are constants, which lets V8 fold their addresses
 * into compiled code.
 */
import { ArenaHeader, BYTES_PER_WORD, HEAP_START, MAGIC } from "./layout.js";

export const ARENA_KEY = Symbol.for("pythreads.arena");

/** A Buffer with the text methods that Node has and its types leave out. Sizes and positions are bytes. */
export interface TextBuffer extends Buffer {
  latin1Write(text: string, start: number, size: number): number;
  ucs2Write(text: string, start: number, size: number): number;
  latin1Slice(start: number, end: number): string;
  ucs2Slice(start: number, end: number): string;
}

/** Tried in turn: machines with little address space refuse the first ones. */
const RESERVATIONS_BYTES = [2 ** 32, 2 ** 31, 2 ** 30, 2 ** 28, 2 ** 26];

const globals = globalThis as unknown as Record<symbol, SharedArrayBuffer | undefined>;

export const arena: SharedArrayBuffer = globals[ARENA_KEY] ?? (globals[ARENA_KEY] = createArena());
export const words = new Int32Array(arena);
export const floats = new Float64Array(arena);
export const bytes = Buffer.from(arena as unknown as ArrayBuffer) as TextBuffer;

function createArena(): SharedArrayBuffer {
  const buffer = reserve();
  const header = new Int32Array(buffer, 0, HEAP_START);
  header[ArenaHeader.LIMIT] = buffer.byteLength / BYTES_PER_WORD;
  header[ArenaHeader.BUMP] = HEAP_START;
  header[ArenaHeader.MAGIC] = MAGIC;
  return buffer;
}

function reserve(): SharedArrayBuffer {
  const asked = Number(process.env.PYTHREADS_ARENA_MIB) * 2 ** 20;
  const sizes = asked >= 2 ** 20 ? [Math.min(asked, 2 ** 32)] : RESERVATIONS_BYTES;
  let refusal: unknown;
  for (const size of sizes) {
    try {
      return new SharedArrayBuffer(Math.floor(size / 8) * 8);
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}
