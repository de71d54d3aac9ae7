/**
 * The order in which locks are taken, as the kernel knows it: a graph with an edge from each lock to those that some thread
 * has taken while it held that one. A cycle in it is a deadlock that may happen, whether it has or not: each step can be
 * taken by a thread that then waits for the next one's lock. The cycle is told once, by the step that closes it.
 *
 * Locks are known by numbers that are never used again.
 */
import type { OrderStep } from "./protocol.js";

export class LockOrder {
  /** The first step seen from each lock to each other, by their numbers. */
  readonly #steps = new Map<number, Map<number, OrderStep>>();

  /** Adds a step; returns what is to be told about it. */
  add(step: OrderStep): string {
    const { held, taken } = step;
    const from = this.#stepsFrom(held.number);
    if (from.has(taken.number)) return "";
    from.set(taken.number, step);
    const back = this.#path(taken.number, held.number);
    return back === undefined ? "" : textOf([step, ...back]);
  }

  #stepsFrom(lock: number): Map<number, OrderStep> {
    let steps = this.#steps.get(lock);
    if (steps === undefined) this.#steps.set(lock, (steps = new Map()));
    return steps;
  }

  /** The fewest steps that lead from one lock to another, if any do. */
  #path(start: number, end: number): OrderStep[] | undefined {
    const paths = new Map<number, OrderStep[]>([[start, []]]);
    for (const [lock, path] of paths) {
      for (const [next, step] of this.#stepsFrom(lock)) {
        if (next === end) return [...path, step];
        if (!paths.has(next)) paths.set(next, [...path, step]);
      }
    }
    return undefined;
  }
}

function textOf(steps: readonly OrderStep[]): string {
  const locks = steps.map(({ held }) => held.name);
  const headline =
    steps.length === 2
      ? `Lock order: ${locks.join(" and ")} have been taken in both orders, so two threads can wait for each other for ever.`
      : `Lock order: ${locks.slice(0, -1).join(", ")} and ${locks.at(-1)} have been taken in a circle, so threads can wait for each other for ever.`;
  const paragraphs = steps.map(
    ({ thread, held, taken }) =>
      `${thread} took ${taken.name}${at(taken.frames)}\nwhile it held ${held.name}, taken${at(held.frames)}`,
  );
  return `${[headline, ...paragraphs].join("\n")}\n`;
}

const at = (frames: string): string => (frames === "" ? " at a place that is not known" : ` at\n${frames}`);
