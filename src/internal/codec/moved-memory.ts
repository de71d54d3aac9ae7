/**
 * Memory of the program's that is stored into a shared object: a typed array, Buffer, DataView or ArrayBuffer in ordinary
 * memory is stored as one over a SharedArrayBuffer, so that all threads read and write the same.
 *
 * The program may keep the array that it stored. Its items cannot be intercepted, so the two are reconciled now and then: see
 * Twin, and kept.ts on when.
 */
import { types } from "node:util";
import { keep } from "./kept.js";
import { viewConstructor, viewName } from "./platform-objects.js";
import { Twin } from "./twin.js";

const buffers = new WeakMap<ArrayBuffer, SharedArrayBuffer>();
const views = new WeakMap<ArrayBufferView, ArrayBufferView>();

/** Whether it is memory, or a view of some. */
export const isMemory = (value: unknown): value is ArrayBufferView | ArrayBufferLike =>
  ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);

/** What is stored in the place of the value: itself, unless it is ordinary memory. */
export function moveMemory(value: object): object {
  if (types.isArrayBuffer(value)) return buffers.get(value) ?? moveBuffer(value);
  if (!ArrayBuffer.isView(value) || types.isSharedArrayBuffer(value.buffer)) return value;
  const known = views.get(value);
  if (known !== undefined) return known;
  const moved = moveView(value);
  views.set(value, moved);
  return moved;
}

function moveView(value: ArrayBufferView): ArrayBufferView {
  const buffer = value.buffer as ArrayBuffer;
  const unit = "BYTES_PER_ELEMENT" in value ? (value.BYTES_PER_ELEMENT as number) : 1;
  const name = Buffer.isBuffer(value) ? "Buffer" : viewName(value);
  // It may be a small part of the pool or of what came from a socket.
  const isPart = name === "Buffer" && value.byteLength < buffer.byteLength;
  const memory = isPart ? move(value, value, unit) : (buffers.get(buffer) ?? moveBuffer(buffer, unit));
  const offset = isPart ? 0 : value.byteOffset;
  const length = "length" in value ? (value.length as number) : value.byteLength;
  if (name === "Buffer") return Buffer.from(memory as unknown as ArrayBuffer, offset, length);
  return Object.setPrototypeOf(new (viewConstructor(name))(memory, offset, length), Object.getPrototypeOf(value));
}

function moveBuffer(buffer: ArrayBuffer, unit = 1): SharedArrayBuffer {
  const memory = move(buffer, new Uint8Array(buffer), unit);
  buffers.set(buffer, memory);
  return memory;
}

/** @param kept what the program holds as long as it can reach those bytes */
function move(
  kept: ArrayBuffer | ArrayBufferView,
  { buffer, byteOffset, byteLength }: ArrayBufferView,
  unit: number,
): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(byteLength);
  const bytes = new Uint8Array(memory);
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
  keep(new Twin(kept, bytes, unit));
  return memory;
}
