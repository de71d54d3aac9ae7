/**
 * Bugs that are planted into the build of the explorer, each by a small change of the source, to see that the cases find
 * them. Each is one that such code has had somewhere.
 */
import type { Patch } from "./bundle.js";

export interface PlantedBug {
  name: string;
  patches: Patch[];
  /** The case that finds it. */
  foundBy: string;
  /** What the failure says. */
  says: RegExp;
}

const MUTEX = "internal/memory/mutex.ts";

export const plantedBugs: PlantedBug[] = [
  {
    name: "a mutex of two states: who was woken forgets that others still sleep",
    patches: [
      {
        file: MUTEX,
        find: "  while (exchange(ptr, CONTENDED) !== FREE) {\n    // A waiter",
        replace: "  while (compareExchange(ptr, FREE, LOCKED) !== FREE) {\n    compareExchange(ptr, LOCKED, CONTENDED);\n    // A waiter",
      },
    ],
    foundBy: "mutex: three threads keep each other out",
    says: /lost wake-up/,
  },
];
