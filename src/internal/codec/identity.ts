/**
 * Identities that outlive a crossing: a function, class or symbol that comes back to the thread which defined it is the
 * very one that left, and a class is one class for all of its instances in a thread.
 */
import { nextIdentity } from "../memory/futex.js";
import { ArenaHeader } from "../memory/layout.js";

const identities = new WeakMap<object, number>();
const functions = new Map<number, WeakRef<object>>();
const symbolIdentities = new Map<symbol, number>();
const symbols = new Map<number, symbol>();
let pruneAt = 4096;

/** The number of a function or class, given to it now if it has none. */
export function identityOf(value: object): number {
  let identity = identities.get(value);
  if (identity === undefined) {
    identity = nextIdentity(ArenaHeader.IDENTITY_COUNTER);
    bindIdentity(identity, value);
  }
  return identity;
}

/** Makes the value the one of its number in this thread. */
export function bindIdentity(identity: number, value: object): void {
  identities.set(value, identity);
  functions.set(identity, new WeakRef(value));
  if (functions.size >= pruneAt) prune();
}

/** Identities whose values here show what their captured variables were when this thread started. */
const copies: number[] = [];

/** Like `bindIdentity`, until this thread ends: a later thread on the same worker gets a newer copy. */
export function bindCopy(identity: number, value: object): void {
  bindIdentity(identity, value);
  copies.push(identity);
}

/** Forgets the copies that belong to the thread which has just ended on this worker. */
export function forgetCopies(): void {
  for (const identity of copies) functions.delete(identity);
  copies.length = 0;
}

/** Gives a copy the number of its original, without making it the one that returns under this number. */
export function lendIdentity(identity: number, value: object): void {
  identities.set(value, identity);
}

/** Whether two functions are one, or copies of one. */
export function isSameFunction(a: Function, b: Function): boolean {
  const identity = identities.get(a);
  return a === b || (identity !== undefined && identity === identities.get(b));
}

export function valueOfIdentity(identity: number): object | undefined {
  return functions.get(identity)?.deref();
}

export function symbolIdentity(symbol: symbol): number {
  let identity = symbolIdentities.get(symbol);
  if (identity === undefined) {
    identity = nextIdentity(ArenaHeader.IDENTITY_COUNTER);
    symbolIdentities.set(symbol, identity);
    symbols.set(identity, symbol);
  }
  return identity;
}

export function symbolOfIdentity(identity: number, description: string): symbol {
  let symbol = symbols.get(identity);
  if (symbol === undefined) {
    symbol = Symbol(description);
    symbolIdentities.set(symbol, identity);
    symbols.set(identity, symbol);
  }
  return symbol;
}

function prune(): void {
  for (const [identity, reference] of functions) {
    if (reference.deref() === undefined) functions.delete(identity);
  }
  pruneAt = Math.max(4096, functions.size * 2);
}
