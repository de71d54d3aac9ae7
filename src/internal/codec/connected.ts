/**
 * Plain containers that have become shared ones. A program may keep the plain one, as Python programs keep the dict that
 * they put into a list; it stands for the shared one from then on, in this thread, wherever it is sent or stored again.
 */
import type { Handle } from "./handle.js";

const connections = new WeakMap<object, Handle>();
let isUsed = false;

/**
 * Brings what arrays keep for themselves, their length, up to date; undefined as long as there are none. It is called
 * whenever the program may have learnt of what another thread did.
 */
export let updateArrays: (() => void) | undefined;

export function setArrayObserver(update: () => void): void {
  updateArrays = update;
}

/** The shared container that a plain one has become. */
export function connectedTo(value: object): Handle | undefined {
  return isUsed ? connections.get(value) : undefined;
}

export function rememberConnection(plain: object, shared: Handle): void {
  connections.set(plain, shared);
  isUsed = true;
}
