/**
 * From private to shared. An object belongs to the thread that made it until a crossing first reaches it; then its class
 * and all that its slots hold is encoded, once, before any other thread can know its address: at the latest when the session ends. So code that an attribute
 * holds is captured when the thread starts, not when the attribute is set.
 *
 * Invariant: a published object refers to published ones only. A crossing that fails half-way takes all of it back.
 */
import { words } from "../memory/arena.js";
import { load, store } from "../memory/futex.js";
import { NULL_PTR, ObjectHeader, PRIVATE_FLAG, type Ptr, Slot } from "../memory/layout.js";
import { retain } from "../memory/alloc.js";
import { visitAttributes } from "./attributes.js";
import { createBox } from "./box.js";
import { recordOf } from "./classes.js";
import { connectedTo } from "./connected.js";
import { type Handle, ptrOf } from "./handle.js";
import { definitionOf, isPrivate, kindOf } from "./kinds.js";
import { dropLocal, inSession, localCrossing, localValue, type Session, type Step } from "./session.js";
import { Crossing, SlotTag } from "./tags.js";
import { shareInstance } from "./shared-instance.js";
import { releaseSlot } from "./slots.js";

/** Classes of private objects, which their record does not name yet. */
const privateClasses = new Map<Ptr, Function>();

export function keepPrivateClass(object: Ptr, value: Function): void {
  privateClasses.set(object, value);
}

export function privateClassOf(object: Ptr): Function | undefined {
  return privateClasses.get(object);
}

export function dropPrivateClass(object: Ptr): void {
  privateClasses.delete(object);
}

/** Shared objects that refer to each other in a longer chain are not followed by recursion. */
const MOST_NESTED = 50;

/** Makes an object fit to be seen by other threads. */
export function publish(object: Ptr): void {
  if (isPrivate(object)) inSession("object", (session) => publishIn(session, object));
}

function publishIn(session: Session, object: Ptr): void {
  const kindWord = object + ObjectHeader.KIND;
  store(kindWord, load(kindWord) & ~PRIVATE_FLAG);
  session.onFailure(() => store(kindWord, load(kindWord) | PRIVATE_FLAG));
  if (session.depth === MOST_NESTED) return session.defer(() => publishContent(session, object));
  session.depth++;
  try {
    publishContent(session, object);
  } finally {
    session.depth--;
  }
}

function publishContent(session: Session, object: Ptr): void {
  publishClass(session, object);
  const definition = definitionOf(kindOf(object));
  definition?.publish?.(object);
  visitAttributes(object, (slot, key) => {
    const label = definition?.attributeLabel?.(key);
    const step: Step = label === undefined ? { kind: "key", key } : { kind: "root", text: label };
    session.step(step, () => publishSlot(session, slot));
  });
  let index = 0;
  definition?.slots?.(object, (slot) => {
    session.step({ kind: "key", key: index++ }, () => publishSlot(session, slot));
  });
}

function publishClass(session: Session, object: Ptr): void {
  const value = privateClasses.get(object);
  if (value === undefined) return;
  const record = recordOf(session, value);
  retain(record);
  words[object + ObjectHeader.CLASS] = record;
  session.onFailure(() => {
    // The record itself is given up by the session that made it.
    words[object + ObjectHeader.CLASS] = NULL_PTR;
  });
  session.onSuccess(() => privateClasses.delete(object));
}

function publishSlot(session: Session, slot: Ptr): void {
  const payload = words[slot + Slot.PAYLOAD];
  switch (words[slot + Slot.TAG]) {
    case SlotTag.HANDLE:
      if (isPrivate(payload)) publishIn(session, payload);
      return;
    case SlotTag.LOCAL: {
      const value = localValue(payload);
      const crossing = localCrossing(payload);
      const shared = crossing === Crossing.SHARED ? shareInstance(session, value) : undefined;
      if (shared === undefined) {
        words[slot + Slot.PAYLOAD] = createBox(value, crossing);
        words[slot + Slot.TAG] = SlotTag.BOX;
      } else {
        const object = ptrOf(shared);
        if (isPrivate(object)) publishIn(session, object);
        retain(object);
        words[slot + Slot.PAYLOAD] = object;
        words[slot + Slot.TAG] = SlotTag.HANDLE;
      }
      session.onFailure(() => {
        releaseSlot(slot);
        words[slot + Slot.PAYLOAD] = payload;
        words[slot + Slot.TAG] = SlotTag.LOCAL;
      });
      session.onSuccess(() => dropLocal(payload));
    }
  }
}

/** Makes a shared container of a plain one; `enter` names the copy before it is filled, so that cycles close. */
export type ContainerSharing = (value: object, enter: (copy: Handle) => void) => Handle | undefined;

let sharing: ContainerSharing = () => undefined;
let connecting: (plain: object, shared: Handle) => void = () => {};

/** `connect` lets the plain container stand for the shared one from then on, as far as it can. */
export function setContainerSharing(share: ContainerSharing, connect: (plain: object, shared: Handle) => void): void {
  sharing = share;
  connecting = connect;
}

let copies: Map<object, Handle> | undefined;

/**
 * Stores the shared container that a plain one becomes in a shared object; returns false for other values. When `store`
 * refuses it, the plain one is as it was.
 */
export function shareContainer(value: object, store: (shared: Handle) => void): boolean {
  const known = copies?.get(value) ?? connectedTo(value);
  if (known !== undefined) {
    store(known);
    return true;
  }
  const outer = copies;
  const mine = outer ?? new Map<object, Handle>();
  copies = mine;
  let shared: Handle | undefined;
  try {
    shared = sharing(value, (copy) => mine.set(value, copy));
  } finally {
    copies = outer;
  }
  if (shared === undefined) return false;
  store(shared);
  if (outer === undefined) for (const [plain, copy] of mine) connecting(plain, copy);
  return true;
}
