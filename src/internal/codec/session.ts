/**
 * One crossing: everything that is encoded between the outermost call of the codec and its return.
 *
 * A session either succeeds as a whole or leaves no trace: what it changed in the arena is undone when a value is
 * refused half-way, so that the objects which only this thread has seen stay private. It also holds what is expensive to
 * set up (the inspector's session) and the trail that a refusal names.
 */
import { CaptureError, RecursionError } from "../base/errors.js";
import { throwFromCall } from "../base/stack.js";
import { CaptureSession, knownNativeness } from "../closure/index.js";
import type { Ptr } from "../memory/layout.js";
import { Stability } from "./stability.js";
import { Crossing } from "./tags.js";

/** One step on the way from the call to the value that is being encoded. */
export type Step =
  | { kind: "root"; text: string }
  | { kind: "function"; text: string; name: string }
  | { kind: "variable"; name: string }
  | { kind: "member"; text: string }
  /** A property, or a number for an item. */
  | { kind: "key"; key: string | symbol | number };

/** So many steps of what is deferred are kept; a chain of shared objects may be of any length. */
const LONGEST_TRAIL = 16;

export class Session {
  readonly trail: Step[] = [];
  /** How deeply what is going on is nested. */
  depth = 0;
  readonly #deferred: (() => void)[] = [];
  readonly #undo: (() => void)[] = [];
  readonly #commit: (() => void)[] = [];
  #classes: Map<object, Ptr> | undefined;
  #stability: Stability | undefined;
  #capture: CaptureSession | undefined;

  /** Class records made in this session, by class. */
  get classes(): Map<object, Ptr> {
    this.#classes ??= new Map();
    return this.#classes;
  }

  /** What each box made in this session depends on, to tell which ones would come out the same a second time. */
  get stability(): Stability {
    this.#stability ??= new Stability();
    return this.#stability;
  }

  get capture(): CaptureSession {
    this.#capture ??= new CaptureSession();
    return this.#capture;
  }

  /** Whether the engine or Node made the function. */
  isNative(fn: Function): boolean {
    return knownNativeness(fn) ?? this.capture.isNative(fn);
  }

  /** Does something before the session ends, with a trail that has the same beginning and end as now. */
  defer(body: () => void): void {
    const { trail } = this;
    const kept = trail.length > LONGEST_TRAIL ? [...trail.slice(0, 1), ...trail.slice(1 - LONGEST_TRAIL)] : [...trail];
    this.#deferred.push(() => {
      trail.splice(0, trail.length, ...kept);
      body();
    });
  }

  /** Does what was deferred, and what that defers. */
  finish(): void {
    for (let next = 0; next < this.#deferred.length; next++) this.#deferred[next]();
  }

  onFailure(undo: () => void): void {
    this.#undo.push(undo);
  }

  onSuccess(commit: () => void): void {
    this.#commit.push(commit);
  }

  /** Runs `body` one step further along the trail. */
  step<T>(step: Step, body: () => T): T {
    this.trail.push(step);
    const result = body();
    this.trail.pop();
    return result;
  }

  rollBack(): void {
    while (this.#undo.length > 0) this.#undo.pop()?.();
  }

  commit(): void {
    for (const commit of this.#commit) commit();
  }

  close(): void {
    this.#capture?.close();
  }

  /** Refuses the value at the end of the trail. */
  refuse(what: string, remedy: string): never {
    const path = this.#path();
    const owner = this.#innermostFunction();
    const captured = owner === undefined ? "" : `, captured by ${owner}()`;
    throw this.error(`cannot send ${path} (${what})${captured}: ${remedy}`);
  }

  /** What cannot be done now. */
  get failing(): string {
    return this.trail[0]?.kind === "root" && this.trail[0].text === "value" ? "cannot send the function" : "cannot start thread";
  }

  /** A CaptureError with the trail below its message. */
  error(message: string): CaptureError {
    const lines = this.trail.map((step, depth) => `${"  ".repeat(depth + 1)}${depth > 0 ? "└ " : ""}${describeStep(step)}`);
    return new CaptureError(lines.length > 0 ? `${message}\n${lines.join("\n")}` : message);
  }

  #path(): string {
    const from = this.trail.findLastIndex((step) => step.kind === "variable" || step.kind === "root");
    if (from < 0) return "the value";
    const start = this.trail[from];
    const members = this.trail
      .slice(from + 1)
      .map((step) => (step.kind === "member" || step.kind === "key" ? describeStep(step) : ""));
    const name = start.kind === "variable" ? start.name : start.kind === "root" ? start.text : "";
    return `'${name}${members.join("")}'`;
  }

  #innermostFunction(): string | undefined {
    const step = this.trail.findLast((step) => step.kind === "function");
    return step?.kind === "function" ? step.name : undefined;
  }
}

function describeStep(step: Step): string {
  switch (step.kind) {
    case "variable":
      return `variable '${step.name}'`;
    case "key":
      return typeof step.key === "string" ? `.${step.key}` : `[${String(step.key)}]`;
    default:
      return step.text;
  }
}

let current: Session | undefined;

/** Runs `body` in the current session, or in a new one named `root` that ends with it. */
export function inSession<T>(root: string, body: (session: Session) => T): T {
  if (current) return body(current);
  const session = new Session();
  session.trail.push({ kind: "root", text: root });
  current = session;
  try {
    const result = body(session);
    session.finish();
    session.commit();
    return result;
  } catch (error) {
    session.rollBack();
    if (isTooDeep(error))
      throw new RecursionError(`maximum recursion depth exceeded while ${root} was encoded`, { cause: error });
    if (error instanceof CaptureError) throwFromCall(error, inSession);
    throw error;
  } finally {
    current = undefined;
    session.close();
  }
}

/** Values of private objects that are not encoded yet, by the number that stands in their slot. */
const locals = new Map<number, unknown>();
let lastLocal = 0;

/** The number is odd for what is to be stored with `Crossing.SHARED`. */
export function keepLocal(value: unknown, crossing: Crossing): number {
  lastLocal = (lastLocal + 2) | 0;
  const number = crossing === Crossing.SHARED ? lastLocal + 1 : lastLocal;
  locals.set(number, value);
  return number;
}

export function localCrossing(number: number): Crossing {
  return number & 1 ? Crossing.SHARED : Crossing.FROZEN;
}

export function localValue(number: number): unknown {
  return locals.get(number);
}

export function dropLocal(number: number): void {
  locals.delete(number);
}

/** Whether the error says that the stack is full: a value was nested too deeply for the walk over it. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}
