/**
 * Histories of operations that overlap, and whether they are linearizable: whether each operation can be thought to happen
 * at one moment between its call and its return, so that the results are those of a sequential model (Wing and Gong, 1993).
 */
import type { Say } from "./case.js";
import type { Event } from "./log.js";

export interface Operation {
  thread: number;
  name: string;
  argument: string;
  result: string;
  /** Places in the history. */
  called: number;
  returned: number;
}

/** Runs one operation and writes call and result into the log. An exception named in `expected` is a result. */
export function perform(say: Say, call: string, expected: readonly string[], act: () => unknown): unknown {
  say(`call ${call}`);
  try {
    const result = act();
    say(`back ${String(result)}`);
    return result;
  } catch (error) {
    if (!(error instanceof Error && expected.includes(error.name))) throw error;
    say(`back ${error.name}`);
    return undefined;
  }
}

export function operationsOf(log: readonly Event[]): Operation[] {
  const operations: Operation[] = [];
  const open = new Map<number, Operation>();
  log.forEach(({ thread, text }, place) => {
    const [kind, name, argument = ""] = text.split(" ");
    if (kind === "call") {
      const operation = { thread, name, argument, result: "", called: place, returned: Number.POSITIVE_INFINITY };
      operations.push(operation);
      open.set(thread, operation);
    } else if (kind === "back") {
      Object.assign(open.get(thread) as Operation, { result: name, returned: place });
    }
  });
  return operations;
}

/** A sequential model: the state after an operation with that result, or undefined when it cannot have that result. */
export type Model<S> = (state: S, operation: Operation) => S | undefined;

/** @throws Error when there is no order in which the model gives these results */
export function checkLinearizable<S>(operations: readonly Operation[], initial: S, model: Model<S>): void {
  const tried = new Set<string>();
  const all = 2 ** operations.length - 1;
  const search = (done: number, state: S): boolean => {
    if (done === all) return true;
    const key = `${done} ${JSON.stringify(state)}`;
    if (tried.has(key)) return false;
    tried.add(key);
    // The next one was called before any other that is left has returned.
    const left = operations.map((_, i) => i).filter((i) => !(done & (1 << i)));
    const firstReturn = Math.min(...left.map((i) => operations[i].returned));
    for (const i of left) {
      if (operations[i].called > firstReturn) continue;
      const next = model(state, operations[i]);
      if (next !== undefined && search(done | (1 << i), next)) return true;
    }
    return false;
  };
  if (!search(0, initial)) throw new Error("no order of the operations explains their results");
}
