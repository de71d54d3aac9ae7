/**
 * What a program has kept of plain data that has become shared, and that cannot be intercepted: ordinary memory, and the
 * length of arrays. It is reconciled with the shared data where threads are usually known to have finished something: when
 * one starts or ends or is joined, at a barrier, an event, a sleep, `task_done` and `Queue.join`. Not at locks and `get`,
 * which are too frequent to look at all that is kept.
 */

const parts: (() => void)[] = [];

/** Reconciles what this thread has kept; undefined as long as it has kept nothing. */
export let reconcileKept: (() => void) | undefined;

/** Adds what is done by `reconcileKept`; the same function is added once. */
export function onReconcile(part: () => void): void {
  if (parts.includes(part)) return;
  parts.push(part);
  reconcileKept = () => {
    for (const each of parts) each();
  };
}
