/** What a thread calls alone must not be a method that needs its object, which only running would show. */
import { lostMethodName } from "../closure/index.js";
import { methodOwnerOf } from "./exports.js";
import type { Session } from "./session.js";

/** @throws CaptureError when `fn`, which the thread is given as `label`, is a method that was taken from its object */
export function refuseLostMethod(session: Session, fn: unknown, label: string): void {
  // Sending a method of this package is refused in any case, with better advice.
  if (typeof fn !== "function" || methodOwnerOf(fn) !== undefined) return;
  const name = lostMethodName(fn);
  if (name === undefined) return;
  session.step({ kind: "member", text: label }, () => {
    throw session.error(
      `cannot start thread: '${name}' is a method that was taken from its object: write () => obj.${name}(), or let the class of obj extend object from pythreads/builtins, whose methods are bound when they are taken`,
    );
  });
}
