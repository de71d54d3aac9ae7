/**
 * SharedArrayBuffers of the user's, which cross as the same memory. Their memory lies outside of the arena, so the kernel
 * keeps each one under a number for as long as a record in the arena refers to it, and hands it to threads that meet
 * the number for the first time.
 */
import { alloc, retain } from "../memory/alloc.js";
import { floats, words } from "../memory/arena.js";
import { nextIdentity } from "../memory/futex.js";
import { ArenaHeader, BUFFER_RECORD_WORDS, BufferRecord, Kind, type Ptr } from "../memory/layout.js";
import { enterAgain, valueOf } from "./handle-table.js";

/** How buffers get to the kernel and back; set by the runtime. */
export interface BufferTransport {
  keep(number: number, buffer: SharedArrayBuffer): void;
  /** Blocks until the kernel has answered. */
  fetch(number: number): SharedArrayBuffer;
  drop(number: number): void;
}

let transport: BufferTransport;
export function setBufferTransport(made: BufferTransport): void {
  transport = made;
}

const records = new WeakMap<SharedArrayBuffer, Ptr>();

/** The record of a buffer. Its entry in the handle table holds the reference while the buffer lives in this thread. */
export function bufferRecordOf(buffer: SharedArrayBuffer): Ptr {
  const known = records.get(buffer);
  if (known !== undefined && valueOf(known) === buffer) return known;
  const record = alloc(BUFFER_RECORD_WORDS);
  words[record + BufferRecord.KIND] = Kind.BUFFER;
  const number = nextIdentity(ArenaHeader.IDENTITY_COUNTER);
  floats[(record + BufferRecord.NUMBER) >> 1] = number;
  transport.keep(number, buffer);
  remember(record, buffer, () => {});
  return record;
}

export function bufferOfRecord(record: Ptr): SharedArrayBuffer {
  const known = valueOf(record) as SharedArrayBuffer | undefined;
  if (known !== undefined) return known;
  const buffer = transport.fetch(floats[(record + BufferRecord.NUMBER) >> 1]);
  remember(record, buffer, retain);
  return buffer;
}

function remember(record: Ptr, buffer: SharedArrayBuffer, addReference: (record: Ptr) => void): void {
  records.set(buffer, record);
  enterAgain(record, buffer, addReference);
}

export function destroyBufferRecord(record: Ptr): void {
  transport.drop(floats[(record + BufferRecord.NUMBER) >> 1]);
}
