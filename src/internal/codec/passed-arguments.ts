/**
 * Lists of arguments that threads are given. What they hold is copied, so the call that made the list is remembered until the
 * thread is started, when its text tells whether anybody goes on with the originals.
 */
import { callOfProgram, type Frame } from "../closure/index.js";
import { isHandle } from "./handle.js";
import type { Session } from "./session.js";
import { checkPassed } from "./visible-writes.js";

const calls = new WeakMap<object, Frame>();

/** Remembers the call that is going on, if the list holds anything that will be copied. */
export function noteArguments(args: unknown): void {
  if (!holdsPlain(args) || calls.has(args)) return;
  const call = callOfProgram();
  if (call !== undefined) calls.set(args, call);
}

/** @throws CaptureError when a change of what is in the list would be lost */
export function checkPassedArguments(session: Session, fn: unknown, args: unknown): void {
  const call = holdsPlain(args) ? calls.get(args) : undefined;
  if (call === undefined || typeof fn !== "function") return;
  for (const passed of session.capture.passed(fn, call, args as unknown[])) checkPassed(session, fn, passed);
}

const holdsPlain = (args: unknown): args is unknown[] =>
  Array.isArray(args) && args.some((item) => typeof item === "object" && item !== null && !isHandle(item));
