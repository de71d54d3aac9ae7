/**
 * Encoded values in the arena. A box is immutable and counted; it holds one reference to each shared object that its
 * bytes name, so that bytes in flight keep what they refer to.
 */
import { isPlain } from "../closure/index.js";
import { alloc, releaseObject, retain } from "../memory/alloc.js";
import { bytes, floats, words } from "../memory/arena.js";
import { Box, boxContent, BYTES_PER_WORD, ClassRecord, Kind, type Ptr } from "../memory/layout.js";
import { ByteReader } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { Decoder } from "./decode.js";
import { Encoder } from "./encode.js";
import { enterAgain, valueOf } from "./handle-table.js";
import { Originals } from "./originals.js";
import { inSession, type Session } from "./session.js";
import { Crossing, Tag } from "./tags.js";

/** A box that can be sent again as it is, while none of the functions in it has got a property. */
interface StableBox {
  box: Ptr;
  functions: readonly Function[];
}

const stableBoxes = new WeakMap<Function, StableBox>();

/** Encodes a value; the caller owns the reference. `root` names the value in a refusal. */
export function createBox(value: unknown, crossing: Crossing, root = "value"): Ptr {
  if (typeof value === "function") {
    const stable = stableBoxes.get(value);
    if (stable !== undefined && valueOf(stable.box) === value && stable.functions.every(isPlain)) {
      retain(stable.box);
      return stable.box;
    }
  }
  return inSession(root, (session) =>
    withEncoder(session, (encoder) => {
      const originals = crossing === Crossing.SHARED ? new Originals(session) : undefined;
      encoder.root(value, originals);
      const box = store(encoder, crossing);
      if (typeof value === "function") rememberFunction(session, encoder, box, value);
      else if (originals !== undefined && typeof value === "object") keepOriginals(session, originals, box, value as object);
      return box;
    }),
  );
}

/** Writers between two uses; encoding nests, so there may be several. */
const idleWriters: ByteWriter[] = [];

function withEncoder<T>(session: Session, encode: (encoder: Encoder) => T): T {
  const writer = idleWriters.pop() ?? new ByteWriter();
  try {
    return encode(new Encoder(session, writer));
  } finally {
    writer.reset();
    idleWriters.push(writer);
  }
}

/** A function read back in the thread that sent it is the function itself; one that captures constants stays encoded. */
function rememberFunction(session: Session, encoder: Encoder, box: Ptr, value: Function): void {
  if (!encoder.stable) session.stability.markUnstable(box);
  for (const record of encoder.records) session.stability.depends(box, record);
  retain(box);
  session.onFailure(() => releaseObject(box));
  session.onSuccess(() => {
    enterAgain(box, value, retain);
    if (session.stability.isStable(box)) stableBoxes.set(value, { box, functions: encoder.functions });
    releaseObject(box);
  });
}

/** A value whose originals are closed is what its copies are, and is read back in the thread that stored it. */
function keepOriginals(session: Session, originals: Originals, box: Ptr, value: object): void {
  retain(box);
  session.onFailure(() => releaseObject(box));
  session.onSuccess(() => {
    if (originals.close()) enterAgain(box, value, retain);
    releaseObject(box);
  });
}

/** Encodes the class that a record stands for. */
export function createClassBox(session: Session, value: Function, record: Ptr): Ptr {
  return withEncoder(session, (encoder) => {
    encoder.classRoot(value);
    for (const dependency of encoder.records) session.stability.depends(record, dependency);
    if (!encoder.stable) session.stability.markUnstable(record);
    return store(encoder, Crossing.FROZEN);
  });
}

function store(encoder: Encoder, crossing: Crossing): Ptr {
  const { handles, writer } = encoder;
  const start = boxContent(handles.length);
  const box = alloc(start + Math.ceil(writer.length / BYTES_PER_WORD));
  words[box + Box.KIND] = Kind.BOX;
  words[box + Box.HANDLE_COUNT] = handles.length;
  words[box + Box.BYTE_LENGTH] = writer.length;
  words[box + Box.CROSSING] = crossing;
  if (start > Box.HANDLES + handles.length) words[box + start - 1] = 0;
  for (let i = 0; i < handles.length; i++) {
    retain(handles[i]);
    words[box + Box.HANDLES + i] = handles[i];
  }
  writer.copyTo(bytes, (box + start) * BYTES_PER_WORD);
  return box;
}

/** The number of the function or class that a box holds, which all copies of it share; undefined for other values. */
export function identityInBox(box: Ptr): number | undefined {
  const start = (box + boxContent(words[box + Box.HANDLE_COUNT])) * BYTES_PER_WORD;
  switch (bytes[start]) {
    case Tag.FUNCTION:
      return new ByteReader(start + 1, words[box + Box.BYTE_LENGTH] - 1).f64();
    case Tag.CLASS:
      // The value comes first in a stream, and what it names first is its record.
      return floats[(words[box + Box.HANDLES] + ClassRecord.IDENTITY) >> 1];
    default:
      return undefined;
  }
}

/** Gives up what a box holds. */
export function destroyBox(box: Ptr): void {
  const count = words[box + Box.HANDLE_COUNT];
  for (let i = 0; i < count; i++) releaseObject(words[box + Box.HANDLES + i]);
}

/** Decodes a box whose value this thread keeps: each read gives the same object while it is in use. */
export function unboxCached(box: Ptr): unknown {
  const known = valueOf(box);
  if (known !== undefined) return known;
  const value = unboxOnce(box);
  if ((typeof value === "object" && value !== null) || typeof value === "function") enterAgain(box, value, retain);
  return value;
}

/** Decodes a box into a new value that the caller owns. */
export function unboxOnce(box: Ptr): unknown {
  return new Decoder(box).root();
}

export function unboxClass(box: Ptr, created: (value: Function) => void): Function {
  return new Decoder(box).classRoot(created);
}
