/** What a block of each kind gives back before it is freed. */
import { releaseObject, setDestroyer } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { ClassRecord, Kind, NULL_PTR, ObjectHeader, type Ptr, ThreadBlock } from "../memory/layout.js";
import { destroyAttributes } from "./attributes.js";
import { destroyBox } from "./box.js";
import { definitionOf, isPrivate, kindOf } from "./kinds.js";
import { dropPrivateClass } from "./publish.js";
import { destroyBufferRecord } from "./shared-buffers.js";
import { releaseSlot } from "./slots.js";

function destroy(block: Ptr): void {
  const kind = kindOf(block);
  switch (kind) {
    case Kind.BOX:
      return destroyBox(block);
    case Kind.CODE:
      return;
    case Kind.CLASS:
      if (words[block + ClassRecord.BOX] !== NULL_PTR) releaseObject(words[block + ClassRecord.BOX]);
      return;
    case Kind.BUFFER:
      return destroyBufferRecord(block);
    case Kind.THREAD_BLOCK:
      releaseSlot(block + ThreadBlock.JOB);
      releaseSlot(block + ThreadBlock.NAME);
      releaseSlot(block + ThreadBlock.STACK);
      return;
    default:
      destroyObject(block, kind);
  }
}

function destroyObject(object: Ptr, kind: number): void {
  if (isPrivate(object)) dropPrivateClass(object);
  destroyAttributes(object);
  const definition = definitionOf(kind);
  definition?.slots?.(object, releaseSlot);
  definition?.destroy?.(object);
  const record = words[object + ObjectHeader.CLASS];
  if (record !== NULL_PTR) releaseObject(record);
}

setDestroyer(destroy);
