/**
 * Writes that would be lost: a function that visibly changes plain data which it captures is refused when it is sent,
 * since the thread's copy is not the data that others see. So is one that captures what others visibly go on changing.
 */
import { types } from "node:util";
import {
  type Capture,
  canNotBeFrozen,
  nativePathOf,
  type PassedArgument,
  type PendingChange,
  setSharedTest,
} from "../closure/index.js";
import { connectedTo } from "./connected.js";
import { exportNameOf } from "./exports.js";
import { Handle } from "./handle.js";
import { isNamespace } from "./namespaces.js";
import { becomesShared } from "./shared-instance.js";
import { hasSharedStatics } from "./statics.js";
import type { Session } from "./session.js";

const MUTATORS: [(value: object) => boolean, Set<string>][] = [
  [Array.isArray, new Set(["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"])],
  [types.isMap, new Set(["set", "delete", "clear"])],
  [types.isSet, new Set(["add", "delete", "clear"])],
  [types.isTypedArray, new Set(["set", "fill", "sort", "reverse", "copyWithin"])],
  [Buffer.isBuffer, methodsOf(Buffer.prototype, /^(write|swap)/)],
  [types.isDataView, methodsOf(DataView.prototype, /^set/)],
  [types.isDate, methodsOf(Date.prototype, /^set/)],
];

function methodsOf(prototype: object, names: RegExp): Set<string> {
  return new Set(Object.getOwnPropertyNames(prototype).filter((name) => names.test(name)));
}

type Captured = Extract<Capture, { state: "value" }>;

/** @throws CaptureError when `owner` writes to plain data through the captured variable. */
export function checkMemberWrites(
  session: Session,
  owner: Function,
  capture: Pick<Captured, "name" | "value" | "isModule" | "memberWrites">,
): void {
  for (const write of capture.memberWrites) {
    const chain = write.kind === "mutator" ? write.path : write.path.slice(0, -1);
    const container = follow(session, capture.value, chain, capture.isModule === true);
    if (container === undefined || !isLost(session, container, write.kind === "mutator" ? write.method : undefined)) continue;
    // Whoever else writes to a frozen copy is told so when he does.
    if ((write.by !== undefined || write.isAliased) && !canNotBeFrozen(container)) continue;
    const isMember = chain.length > 0 && standsForModule(capture.value, capture.isModule === true);
    const holder = isMember ? `${capture.name}.${chain[0]}` : textOf(capture.name, chain);
    const text = textOf(capture.name, write.path);
    const does =
      write.kind === "mutator"
        ? `calls ${callOf(text, write.method)}`
        : write.kind === "delete"
          ? `deletes ${text}`
          : `assigns ${text}`;
    const action = write.by === undefined ? does : `calls ${write.by}, which ${does}`;
    throw session.error(
      `${session.failing}: '${owner.name || "<anonymous>"}' ${action}${write.line ? ` (line ${write.line})` : ""}, but '${holder}' is ${describe(container)} and threads get a copy of it, so the change would be lost: ${remedyFor(container)}`,
    );
  }
}

/** @throws CaptureError when other code goes on changing what `owner` reads of a plain object. */
export function checkPendingChanges(session: Session, owner: Function, capture: Captured): void {
  for (const change of capture.pendingChanges) {
    if (isRead(change, capture))
      refusePending(session, `'${owner.name || "<anonymous>"}' uses '${capture.name}'`, capture, change);
  }
}

/**
 * The same for what a thread is given by a variable: neither may other code go on changing it, nor the thread itself, if the
 * program still looks at it and it is something that cannot be frozen.
 *
 * @throws CaptureError in either case
 */
export function checkPassed(session: Session, fn: Function, passed: PassedArgument): void {
  for (const change of passed.pendingChanges) refusePending(session, `the thread is given '${passed.name}'`, passed, change);
  if (!passed.isReadLater) return;
  const lost = session.capture
    .parameterWrites(fn, passed)
    .map((write) => ({ ...write, line: 0 }))
    .filter((write) =>
      canNotBeFrozen(follow(session, passed.value, write.kind === "mutator" ? write.path : write.path.slice(0, -1), false)),
    );
  checkMemberWrites(session, fn, { name: passed.name, value: passed.value, memberWrites: lost });
}

function refusePending(
  session: Session,
  use: string,
  { name, value }: { name: string; value: unknown },
  change: PendingChange,
): void {
  const chain = change.kind === "mutator" ? change.path : change.path.slice(0, -1);
  const container = follow(session, value, chain, false);
  if (container === undefined || !isLost(session, container, change.kind === "mutator" ? change.method : undefined)) return;
  const text = textOf(name, change.path);
  const what =
    change.kind === "mutator"
      ? ["calling", `calls ${callOf(text, change.method)}`]
      : change.kind === "delete"
        ? ["deleting", `deletes ${text}`]
        : ["assigning", `assigns ${text}`];
  const action =
    change.by === undefined ? `${what[0]} ${what[1].replace(/^\w+ /, "")}` : `calling ${change.by}, which ${what[1]}`;
  throw session.error(
    `${session.failing}: ${use}, and other code goes on ${action} (${change.where}). '${textOf(name, chain)}' is ${describe(container)}: a thread works on a copy of it and would never see the change; ${remedyFor(container)}`,
  );
}

/**
 * Whether what is changed may be among what the function reads. Functions do not count: their properties are read anew
 * each time that they are sent, and a class is closed when it is.
 */
function isRead({ path: [key] }: PendingChange, { value, uses }: Captured): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (uses === undefined || key === undefined || key === "*" || uses.has(key)) return true;
  // A method may read the rest of its object.
  return [...uses].some((used) => !isOwnData(value, used));
}

function isOwnData(object: object, key: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(object, key);
  // What is not there yet is no method either.
  return descriptor === undefined ? !(key in object) : "value" in descriptor && typeof descriptor.value !== "function";
}

const standsForModule = (value: unknown, isModule: boolean): value is object =>
  typeof value === "object" && value !== null && !Handle.isHandle(value) && (isModule || isNamespace(value));

/** The object at the end of the chain, as far as reading own data properties, or those of modules, leads. */
function follow(session: Session, start: unknown, chain: string[], isModule: boolean): object | undefined {
  let value = start;
  let sharing: object | undefined;
  for (const key of chain) {
    if (typeof value !== "object" || value === null || Handle.isHandle(value)) break;
    if (becomesShared(session, value)) sharing ??= value;
    if (key === "*") {
      const sample = sampleOf(value);
      if (sample === undefined) break;
      value = sample;
      continue;
    }
    if (standsForModule(value, isModule && value === start)) {
      value = (value as Record<string, unknown>)[key];
      continue;
    }
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined || !("value" in descriptor)) return undefined;
    value = descriptor.value;
  }
  if (sharing !== undefined && !staysOpenCopy(value)) return sharing;
  return (typeof value === "object" && value !== null) || typeof value === "function" ? value : undefined;
}

/** Whether a value is copied though what holds it is shared, and lets itself be changed in silence. */
const staysOpenCopy = (value: unknown): boolean =>
  types.isNativeError(value) || types.isRegExp(value) || value instanceof URL || value instanceof URLSearchParams;

/** What lies behind a computed key is unknown; most often it is like the first that there is. */
function sampleOf(value: object): object | undefined {
  const [key] = ArrayBuffer.isView(value) ? [] : Object.keys(value);
  const sample: unknown = key === undefined ? undefined : Object.getOwnPropertyDescriptor(value, key)?.value;
  return typeof sample === "object" && sample !== null ? sample : undefined;
}

const isShared = (value: object): boolean =>
  Handle.isHandle(value) || (ArrayBuffer.isView(value) && types.isSharedArrayBuffer(value.buffer));

setSharedTest(isShared);

function isLost(session: Session, container: object, method: string | undefined): boolean {
  if (typeof container === "function" && hasSharedStatics(container)) return false;
  if (
    isShared(container) ||
    becomesShared(session, container) ||
    connectedTo(container) !== undefined ||
    types.isModuleNamespaceObject(container)
  )
    return false;
  if (exportNameOf(container) !== undefined || nativePathOf(container) !== undefined) return false;
  if (method !== undefined && !isOfObject(method)) return MUTATORS.some(([is, methods]) => is(container) && methods.has(method));
  return true;
}

/** `tasks.push()` and `Object.assign(state, …)`. */
const callOf = (text: string, method: string | undefined): string =>
  method !== undefined && isOfObject(method) ? `${method}(${text}, …)` : `${text}.${method}()`;

/** Whether a mutator is a function that is given the object. */
const isOfObject = (method: string): boolean => /^(Object|Reflect)\./.test(method);

const isClass = (value: Function) => /^class\b/.test(Function.prototype.toString.call(value));

const textOf = (name: string, path: readonly string[]) =>
  `${name}${path.map((key) => (key === "*" ? "[…]" : /^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join("")}`;

function describe(container: object): string {
  if (typeof container === "function") return `${isClass(container) ? "the class" : "the function"} '${container.name}'`;
  if (Array.isArray(container)) return "a plain array";
  if (types.isMap(container)) return "a plain Map";
  if (types.isSet(container)) return "a plain Set";
  const prototype = Object.getPrototypeOf(container) as { constructor?: { name?: string } } | null;
  if (prototype === null || prototype === Object.prototype) return "a plain object";
  return `an instance of ${prototype.constructor?.name || "a class"}`;
}

function remedyFor(container: object): string {
  if (ArrayBuffer.isView(container)) return "use a typed array over a SharedArrayBuffer, or a list()";
  if (Array.isArray(container)) return "use list() from pythreads/builtins";
  if (types.isMap(container)) return "use dict() from pythreads/builtins";
  if (types.isSet(container)) return "use set() from pythreads/builtins";
  const prototype: unknown = Object.getPrototypeOf(container);
  const ready = prototype === Object.prototype ? "SimpleNamespace({ … }), " : "";
  return `use ${ready}a class that extends object from pythreads/builtins, or a Queue`;
}
