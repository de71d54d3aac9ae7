/** The rules must notice what they are there for: each transcript here is one that no Python could print. */
import { describe, expect, test } from "vitest";
import type { Observation } from "../../scripts/samples/observe.mjs";
import { rules } from "../../scripts/samples/rules.mjs";

/** What is seen of a program that prints these lines at these times (in ms). */
function seen(lines: [at: number, text: string][]): Observation {
  const last = lines.at(-1)?.[0] ?? 0;
  return {
    lines: lines.map(([at, text]) => ({ text, at, wall: Date.parse("2024-01-02T03:04:00") + at })),
    stderr: "",
    code: null,
    signal: "SIGINT",
    interruptedAt: last + 50,
    endedAt: last + 60,
    killed: false,
  };
}

/** The same lines, all of them arriving at the end. */
const heldBack = (lines: [number, string][]) => lines.map(([, text]): [number, string] => [lines.at(-1)![0], text]);

/** The lines with those of two places exchanged; the times stay. */
function exchanged(lines: [number, string][], i: number, j: number) {
  const copy = lines.map(([at, text]): [number, string] => [at, text]);
  [copy[i][1], copy[j][1]] = [copy[j][1], copy[i][1]];
  return copy;
}

const date = (seconds: number) => `Tue Jan  2 03:04:${String(seconds).padStart(2, "0")} 2024`;

const clocks: [number, string][] = [
  ...[1, 2, 3, 4, 5].map((i): [number, string] => [i * 2000 + 5, `Thread-1: ${date(i * 2)}`]),
  ...[1, 2, 3, 4, 5].map((i): [number, string] => [i * 4000 + 9, `Thread-2: ${date(i * 4)}`]),
].sort(([a], [b]) => a - b) as [number, string][];

const countdown: [number, string][] = [
  ...Array.from({ length: 10 }, (_, i): [number, string] => [i * 300, `T-minus ${10 - i}`]),
  [3000, "The countdown is over"],
];

const queue: [number, string][] = [];
const condition: [number, string][] = [];
for (let i = 0; i < 12; i++) {
  queue.push([i * 200, `Producer : puts ${i}`], [i * 200, "Producer : leaves 1 in the queue"]);
  queue.push([i * 200 + 100, `Consumer-${1 + (i % 2)} : gets ${i}`], [i * 200 + 100, `Consumer-${1 + (i % 2)} : leaves 0 in the queue`]);
}
for (let i = 0; i < 17; i++) {
  condition.push([i * 200, `Producer : ${i}`], [i * 200, `In stock : ${Math.min(i, 4) + 1}`]);
  if (i === 4) condition.push([i * 200, "Producer : waits, the list is full"]);
  if (i >= 4) condition.push([i * 200 + 100, `Consumer : ${i - 4}`], [i * 200 + 100, "In stock : 4"]);
}

const turns: [number, string][] = [];
for (let i = 1; i <= 3; i++) {
  for (const [name, at, held] of [["A", 0, 100], ["B", 100, 200]] as const) {
    const start = (i - 1) * 320 + at;
    turns.push([start, `Thread-${name} takes the lock for turn ${i}`], [start + held, `Thread-${name} gives it back after turn ${i}`]);
  }
}
turns.push([1000, "Exiting main thread"]);

describe("a right transcript passes", () => {
  test.each([
    ["twoRawThreads", clocks],
    ["countdown", countdown],
    ["queue", queue],
    ["condition", condition],
    ["takingTurns", turns],
  ] as const)("%s", (rule, lines) => {
    expect(rules[rule](seen(lines))).toEqual([]);
  });
});

describe("a wrong transcript does not", () => {
  test.each<[string, string, [number, string][]]>([
    ["output that is held back", "twoRawThreads", heldBack(clocks)],
    ["a missing line", "twoRawThreads", clocks.slice(0, -1)],
    ["a line before its time", "twoRawThreads", clocks.map(([at, text]) => [at / 2, text])],
    ["output that is held back", "countdown", heldBack(countdown)],
    ["a wrong order", "countdown", exchanged(countdown, 3, 4)],
    ["main that does not wait", "countdown", exchanged(countdown, 9, 10)],
    ["two holders of the lock", "queue", exchanged(queue, 1, 2)],
    ["last in, first out", "queue", exchanged(exchanged(queue, 2, 6), 3, 7)],
    ["a product that is got twice", "queue", [...queue.slice(0, 4), ...queue.slice(2)]],
    ["a queue that is called empty and is not", "queue", [...queue.slice(0, 2), [50, "Consumer-1 : finds nothing"], [50, "Consumer-1 : leaves 1 in the queue"], ...queue.slice(2)]],
    ["output that is held back", "queue", heldBack(queue)],
    ["a sixth product", "condition", [...condition.slice(0, 10), [900, "Producer : 5"], [900, "In stock : 6"], ...condition.slice(11)]],
    ["a producer that waits though there is room", "condition", [...condition.slice(0, 4), [300, "Producer : waits, the list is full"], ...condition.slice(4)]],
    ["somebody else within a step", "condition", exchanged(condition, 1, 2)],
    ["a producer that stands still", "condition", condition.slice(0, 11)],
    ["two holders of the lock", "takingTurns", exchanged(turns, 1, 2)],
    ["a turn too few", "takingTurns", turns.slice(2)],
    ["turns that overlap in time", "takingTurns", turns.map(([at, text]) => [at / 2, text])],
  ])("%s (%s)", (_, rule, lines) => {
    expect(rules[rule](seen(lines))).not.toEqual([]);
  });
});
