/** The allocator and reference counts: no block is in two hands, none is given back too early, twice or never. */
import { alloc, release, releaseObject, retain } from "../../../src/internal/memory/alloc.js";
import { words } from "../../../src/internal/memory/arena.js";
import { Kind, MARKS_WORDS, type Ptr, ThreadBlock } from "../../../src/internal/memory/layout.js";
import { load, nextIdentity, store } from "../../../src/internal/memory/futex.js";
import { hasMarks, mark, takeMarks } from "../../../src/internal/memory/marks.js";
import { ArenaHeader } from "../../../src/internal/memory/layout.js";
import { createThreadBlock } from "../../../src/internal/runtime/table.js";
import { stageValue } from "../../../src/internal/codec/slots.js";
import { copySlot, popScratch } from "../../../src/internal/codec/scratch.js";
import { Crossing } from "../../../src/internal/codec/tags.js";
import { internName, nameText } from "../../../src/internal/codec/names.js";
import { referencesOf, usedWords } from "../engine/audit.js";
import { copies, defineCase, expect, expectEqual, linesOf, type Say } from "../engine/case.js";

const LONG_TEXT = "longer than eight characters";

/** A block that owns another one: a thread's, whose name is a text of its own. */
function owner(): Ptr {
  const block = createThreadBlock(0);
  copySlot(stageValue(LONG_TEXT, Crossing.COPY, false), block + ThreadBlock.NAME);
  popScratch();
  return block;
}

/** Freed blocks of two sizes, so that the free lists are not empty. */
function freeSome(): void {
  const blocks = [alloc(4), alloc(4), alloc(10)];
  for (const block of blocks) release(block);
}

export const memoryCases = [
  defineCase({
    name: "allocator: no block is in two hands",
    setup() {
      freeSome();
      return {};
    },
    threads: copies(3, (_: object, say: Say) => {
      const block = alloc(4);
      const mine = Number(words[ArenaHeader.MAGIC] !== 0) + block;
      expectEqual([...words.subarray(block, block + 4)], [0, 0, 0, 0], "a new block");
      words.fill(mine, block, block + 4);
      const other = alloc(2);
      expect(other !== block, "one block given twice");
      expectEqual([...words.subarray(block, block + 4)], [mine, mine, mine, mine], "a block of one's own");
      release(other);
      release(block);
      say("done");
    }),
    check(_, log) {
      expectEqual(linesOf(log).length, 3, "threads that are done");
    },
  }),
  defineCase({
    name: "references: the last one gives the block and what it owns back",
    keepsMemory: true,
    setup() {
      const block = owner();
      retain(block);
      retain(block);
      return { block, used: usedWords() };
    },
    threads: copies(3, ({ block }: { block: Ptr }) => {
      expect(words[block + ThreadBlock.KIND] === Kind.THREAD_BLOCK, "a block was given back while it was referred to");
      releaseObject(block);
    }),
    check({ block, used }) {
      expectEqual(referencesOf(block), 0, "references");
      expect(usedWords() < used, "nothing was given back");
    },
  }),
  defineCase({
    name: "references: one takes, one gives",
    setup() {
      const block = owner();
      retain(block);
      return { block };
    },
    threads: copies(2, ({ block }: { block: Ptr }) => {
      retain(block);
      releaseObject(block);
      expect(words[block + ThreadBlock.KIND] === Kind.THREAD_BLOCK, "a block was given back while it was referred to");
    }),
    check({ block }) {
      expectEqual(referencesOf(block), 2, "references");
    },
  }),
  defineCase({
    name: "names: one number for each name, whoever uses it first",
    keepsMemory: true,
    isFirst: true,
    setup: () => ({}),
    threads: [
      (_, say) => say(`${internName("first")} ${internName("second")}`),
      (_, say) => say(`${internName("first")} ${internName("second")}`),
      (_, say) => {
        const second = internName("second");
        say(`${internName("first")} ${second}`);
      },
    ],
    check(_, log) {
      const numbers = new Set(linesOf(log));
      expectEqual(numbers.size, 1, "different numbers");
      const [first, second] = [...numbers][0].split(" ").map(Number);
      expectEqual([nameText(first), nameText(second)], ["first", "second"], "names");
    },
  }),
  defineCase({
    name: "identities: never the same twice",
    setup: () => ({}),
    threads: copies(3, (_: object, say: Say) => say(`${nextIdentity(ArenaHeader.IDENTITY_COUNTER)}`)),
    check(_, log) {
      expectEqual(new Set(linesOf(log)).size, 3, "identities");
    },
  }),
  defineCase({
    name: "marks: the owner learns of each change",
    setup: () => ({ marks: alloc(MARKS_WORDS), cells: alloc(2) }),
    threads: [
      ({ marks, cells }) => change(marks, cells, 0, 1),
      ({ marks, cells }) => {
        change(marks, cells, 1, 1);
        change(marks, cells, 1, 2);
      },
      ({ marks, cells }, say) => look(marks, cells, say),
    ],
    check({ marks, cells }, log) {
      const seen = new Map(linesOf(log).map((line) => line.split("=") as [string, string]));
      look(marks, cells, (line) => seen.set(...(line.split("=") as [string, string])));
      expectEqual([seen.get("0"), seen.get("1")], [load(cells), load(cells + 1)].map(String), "what the owner saw last");
      expect(!hasMarks(marks), "marks are left");
    },
  }),
];

/** Numbers that stand for the cells: two bits of one word. */
const NUMBERS = [5, 6];

function change(marks: Ptr, cells: Ptr, cell: number, value: number): void {
  store(cells + cell, value);
  mark(marks, NUMBERS[cell]);
}

function look(marks: Ptr, cells: Ptr, say: Say): void {
  takeMarks(marks, (number) => say(`${NUMBERS.indexOf(number)}=${load(cells + NUMBERS.indexOf(number))}`));
}
