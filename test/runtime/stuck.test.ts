/** What one look for a deadlock makes of the registry: each thing that lets something go on, with all else as in a deadlock. */
import { beforeEach, expect, test } from "vitest";
import { alloc } from "../../src/internal/memory/alloc.js";
import { words } from "../../src/internal/memory/arena.js";
import { ArenaHeader, type Ptr, ThreadBlock, ThreadFlag, WAIT_TIMED, WaitKind } from "../../src/internal/memory/layout.js";
import { currentBlock } from "../../src/internal/runtime/current.js";
import { lookForStuck } from "../../src/internal/runtime/stuck.js";
import { createThreadBlock, enterThread, finishThread } from "../../src/internal/runtime/table.js";

const word = alloc(2);
let threads: Ptr[] = [];

function waits(block: Ptr): void {
  words[block + ThreadBlock.WAIT_SERIAL]++;
  words[block + ThreadBlock.WAIT_WORD] = word;
  words[block + ThreadBlock.WAIT_EXPECTED] = 1;
  words[block + ThreadBlock.WAIT_KIND] = WaitKind.EVENT;
}

function startThread(flags = 0): Ptr {
  const block = createThreadBlock(flags);
  enterThread(block);
  waits(block);
  return block;
}

/** Main and two threads wait for what is not there, each thread on its worker, and a third worker is idle. */
beforeEach(() => {
  for (const block of threads) finishThread(block);
  threads = [startThread(), startThread(ThreadFlag.DAEMON)];
  words[word] = 1;
  words[ArenaHeader.STRANGERS] = 0;
  words[ArenaHeader.FINALIZING] = 0;
  words[ArenaHeader.POOL_PENDING_FIRST] = 0;
  words[ArenaHeader.POOL_IDLE_COUNT] = 1;
  waits(currentBlock());
});

const look = () => lookForStuck(3);

test("nothing can go on: two looks find the same", () => {
  const found = look();
  expect(found).toBeTypeOf("string");
  expect(look()).toBe(found);
});

test("a thread that has waited anew since is not taken for one that waited on", () => {
  const found = look();
  waits(threads[1]);
  expect(look()).not.toBe(found);
  expect(look()).toBeTypeOf("string");
});

test("neither is a thread that has taken the place of another, whatever the numbers of their waits", () => {
  const found = look();
  finishThread(threads[1]);
  threads[1] = startThread(ThreadFlag.DAEMON);
  expect(look()).toBeTypeOf("string");
  expect(look()).not.toBe(found);
});

const goesOn: [string, () => void][] = [
  ["a thread has been granted what it waits for", () => (words[word] = 2)],
  ["a thread runs", () => (words[threads[0] + ThreadBlock.WAIT_KIND] = WaitKind.NONE)],
  ["a daemon runs", () => (words[threads[1] + ThreadBlock.WAIT_KIND] = WaitKind.NONE)],
  ["a thread waits with a timeout", () => (words[threads[0] + ThreadBlock.WAIT_KIND] |= WAIT_TIMED)],
  ["main runs", () => (words[currentBlock() + ThreadBlock.WAIT_KIND] = WaitKind.NONE)],
  ["main waits with a timeout", () => (words[currentBlock() + ThreadBlock.WAIT_KIND] |= WAIT_TIMED)],
  ["a thread waits for its worker", () => (words[ArenaHeader.POOL_PENDING_FIRST] = threads[0])],
  ["a worker is neither idle nor runs a live thread", () => words[ArenaHeader.POOL_IDLE_COUNT]--],
  ["the program has a Worker of its own", () => words[ArenaHeader.STRANGERS]++],
];
test.each(goesOn)("%s: nothing is found", (_, change) => {
  change();
  expect(look()).toBeUndefined();
});

test("main has ended: found while it waits for a thread, and not when only daemons are left", () => {
  words[currentBlock() + ThreadBlock.WAIT_KIND] = WaitKind.NONE;
  words[ArenaHeader.FINALIZING] = 1;
  expect(look()).toBeTypeOf("string");
  finishThread(threads[0]);
  threads.shift();
  words[ArenaHeader.POOL_IDLE_COUNT]++;
  expect(look()).toBeUndefined();
});
