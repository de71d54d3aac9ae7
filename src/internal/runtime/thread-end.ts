import { reconcileKept } from "../codec/kept.js";
import { leaveKept } from "../codec/kept.js";

/** What each thread tidies up when it ends, on its own JavaScript thread: values that belong to it alone. */
const callbacks: (() => void)[] = [];

/** Runs `callback` on each thread of the pool whenever the thread that it served ends. */
export function onThreadEnd(callback: () => void): void {
  callbacks.push(callback);
}

export function runThreadEnd(): void {
  reconcileKept?.();
  leaveKept();
  for (const callback of callbacks) callback();
}
