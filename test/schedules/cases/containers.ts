/** Attributes, lists and dicts: each single operation happens at one moment, and values are whole. */
import { dict, list, set } from "../../../src/builtins/index.js";
import { deleteAttribute, MISSING, readAttribute, writeAttribute } from "../../../src/internal/codec/attributes.js";
import { internName } from "../../../src/internal/codec/names.js";
import { ptrOf } from "../../../src/internal/codec/index.js";
import type { Handle } from "../../../src/internal/codec/index.js";
import type { Ptr } from "../../../src/internal/memory/layout.js";
import { Lock } from "../../../src/threading/index.js";
import { Thread } from "../../../src/threading/thread.js";
import { copies, defineCase, expect, expectEqual, linesOf, numbersAfter, type Say } from "../engine/case.js";
import { referencesOf } from "../engine/audit.js";

const ONE = "the first of two long texts";
const OTHER = "the other one of two long texts";

const NAMES = ["_target", "_args", "_kwargs", "a", "b", "c"];
/** With `_target`, `_args`, `_kwargs` and "a" one more than a table holds without an index. */
const MANY_NAMES = Array.from({ length: 9 }, (_, i) => `attribute ${i}`);
const addressOf = (object: object): Ptr => ptrOf(object as Handle);

/** An object whose attributes are shared: a Thread that nobody starts. */
function withAttributes(): { object: object } {
  for (const name of NAMES) internName(name);
  const object = Thread() as object;
  return { object };
}

/** One of whose attributes is a number. */
function withNumber(): { object: object } {
  const objects = withAttributes();
  writeAttribute(addressOf(objects.object), "a", 1);
  return objects;
}

export const containerCases = [
  defineCase<{ object: object }>({
    name: "attributes: a reader gets one whole value or the other",
    setup() {
      const objects = withAttributes();
      writeAttribute(addressOf(objects.object), "a", ONE);
      return objects;
    },
    threads: [
      ({ object }) => writeAttribute(addressOf(object), "a", OTHER),
      ...copies(2, ({ object }: { object: object }) => {
        const value = readAttribute(addressOf(object), "a");
        expect(value === ONE || value === OTHER, `read ${String(value)}`);
      }),
    ],
    check({ object }) {
      expectEqual(readAttribute(addressOf(object), "a"), OTHER, "at the end");
    },
  }),
  defineCase<{ object: object }>({
    name: "attributes: two write, one deletes, one reads",
    keepsMemory: true,
    setup: withAttributes,
    threads: [
      ({ object }) => writeAttribute(addressOf(object), "a", ONE),
      ({ object }) => writeAttribute(addressOf(object), "b", OTHER),
      ({ object }, say) => say(`deleted ${deleteAttribute(addressOf(object), "a")}`),
      ({ object }) => {
        const value = readAttribute(addressOf(object), "b");
        expect(value === MISSING || value === OTHER, `read ${String(value)}`);
      },
    ],
    check({ object }, log) {
      const wasThere = linesOf(log)[0] === "deleted true";
      const a = readAttribute(addressOf(object), "a");
      expectEqual([a === MISSING ? "missing" : a, readAttribute(addressOf(object), "b")], [wasThere ? "missing" : ONE, OTHER], "attributes");
    },
  }),
  defineCase<{ object: object }>({
    name: "attributes: the table grows while others read and write",
    keepsMemory: true,
    setup: withAttributes,
    threads: ["a", "b", "c"].map((name) => ({ object }: { object: object }) => {
      writeAttribute(addressOf(object), name, name);
      expectEqual(readAttribute(addressOf(object), name), name, "what was just written");
    }),
    check({ object }) {
      expectEqual(["a", "b", "c"].map((name) => readAttribute(addressOf(object), name)), ["a", "b", "c"], "attributes");
    },
  }),
  defineCase<{ object: object }>({
    name: "attributes: a number is replaced without the guard while a text takes its place",
    setup: withNumber,
    threads: [
      ({ object }) => writeAttribute(addressOf(object), "a", 2),
      ({ object }) => {
        writeAttribute(addressOf(object), "a", ONE);
        writeAttribute(addressOf(object), "a", 3);
      },
      ({ object }) => {
        const value = readAttribute(addressOf(object), "a");
        expect([1, 2, ONE, 3].includes(value as number), `read ${String(value)}`);
      },
    ],
    check({ object }) {
      const value = readAttribute(addressOf(object), "a");
      expect(value === 2 || value === 3, `${String(value)} at the end`);
    },
  }),
  defineCase<{ object: object }>({
    name: "attributes: a number is replaced while its attribute is deleted and another one is made",
    keepsMemory: true,
    setup: withNumber,
    threads: [
      ({ object }) => writeAttribute(addressOf(object), "a", 2),
      ({ object }) => {
        expect(deleteAttribute(addressOf(object), "a"), "there was no attribute");
        writeAttribute(addressOf(object), "b", 5);
      },
      ({ object }) => {
        const value = readAttribute(addressOf(object), "a");
        expect(value === MISSING || value === 1 || value === 2, `read ${String(value)}`);
      },
    ],
    check({ object }) {
      const value = readAttribute(addressOf(object), "a");
      expect(value === MISSING || value === 2, `${String(value)} at the end`);
      expectEqual(readAttribute(addressOf(object), "b"), 5, "the other attribute");
    },
  }),
  defineCase<{ object: object }>({
    name: "attributes: a number is replaced while the table gets its index",
    keepsMemory: true,
    setup() {
      for (const name of MANY_NAMES) internName(name);
      const objects = withAttributes();
      for (const name of ["a", ...MANY_NAMES.slice(1)]) writeAttribute(addressOf(objects.object), name, 1);
      return objects;
    },
    threads: [
      ({ object }) => writeAttribute(addressOf(object), "a", 2),
      ({ object }) => writeAttribute(addressOf(object), MANY_NAMES[0], 3),
      ({ object }) => {
        const value = readAttribute(addressOf(object), "a");
        expect(value === 1 || value === 2, `read ${String(value)}`);
      },
    ],
    check({ object }) {
      const values = ["a", ...MANY_NAMES].map((name) => readAttribute(addressOf(object), name));
      expectEqual(values, [2, 3, ...MANY_NAMES.slice(1).map(() => 1)], "attributes");
    },
  }),
  defineCase<{ object: object; value: Lock }>({
    name: "attributes: who has read a shared object keeps it, whoever overwrites it",
    keepsMemory: true,
    setup() {
      const { object } = withAttributes();
      const value = Lock();
      writeAttribute(addressOf(object), "a", value);
      return { object, value };
    },
    threads: [
      ({ object, value }) => {
        const read = readAttribute(addressOf(object), "a");
        expect(read === value || read === 0, "one object has two handles");
        if (read === value) expect(value.acquire(false), "the lock was not whole");
      },
      ({ object }) => writeAttribute(addressOf(object), "a", 0),
    ],
    check({ value }) {
      // One for the handle of each of two threads; the attribute's is gone.
      expectEqual(referencesOf(addressOf(value)), 2, "references");
    },
  }),
  defineCase<{ object: object }>({
    name: "attributes: a shared object that only the attribute held",
    keepsMemory: true,
    setup() {
      const { object } = withAttributes();
      return { object };
    },
    threads: [
      ({ object }) => {
        writeAttribute(addressOf(object), "a", Lock());
        writeAttribute(addressOf(object), "a", 0);
      },
      ({ object }, say) => {
        const lock = readAttribute(addressOf(object), "a");
        if (lock === MISSING || lock === 0) return say("none");
        expect((lock as Lock).acquire(false) && (lock as Lock).locked(), "the lock was not whole");
        expect(referencesOf(addressOf(lock as object)) >= 1, "the lock was given back while a thread has it");
      },
    ],
  }),
  defineCase<{ items: list<unknown> }>({
    name: "list: append and pop of numbers and texts, with growth",
    keepsMemory: true,
    setup: () => ({ items: list<unknown>([0, 1, 2]) }),
    threads: [
      ({ items }) => {
        items.append(3);
        items.append(4);
      },
      ({ items }) => items.append(ONE),
      ({ items }, say) => say(`got ${String(items.pop(0))}`),
    ],
    check({ items }, log) {
      expectEqual(linesOf(log), ["got 0"], "popped");
      const left = [...items];
      expectEqual(left.map(String).sort(), ["1", "2", "3", "4", ONE].sort(), "items");
      expect(left.indexOf(3) < left.indexOf(4), "one thread's items have changed places");
    },
  }),
  defineCase<{ items: list<string> }>({
    name: "list: two pop the last item, one writes it",
    keepsMemory: true,
    setup: () => ({ items: list<string>([ONE]) }),
    threads: [
      ...copies(2, ({ items }: { items: list<string> }, say: Say) => {
        try {
          const item = items.pop();
          expect(item === ONE || item === OTHER, `popped ${item}`);
          say("popped");
        } catch (error) {
          say((error as Error).name);
        }
      }),
      ({ items }, say) => {
        try {
          items[0] = OTHER;
        } catch (error) {
          say((error as Error).name);
        }
      },
    ],
    check({ items }, log) {
      expectEqual([...linesOf(log, 0), ...linesOf(log, 1)].sort(), ["IndexError", "popped"], "popped");
      expectEqual(items.length, 0, "length");
    },
  }),
  defineCase<{ items: list<number> }>({
    name: "list: sorted, copied and cleared while others append",
    keepsMemory: true,
    setup: () => ({ items: list<number>([3, 1, 2]) }),
    threads: [
      ({ items }) => items.sort(),
      ({ items }) => items.extend([9, 8]),
      ({ items }, say) => {
        const copy = [...items.copy()];
        expectEqual([...copy].sort().slice(0, 3), [1, 2, 3], "a copy");
        expect(copy.length === 3 || copy.length === 5, `a copy of ${copy.length} items`);
        items.clear();
        say(`copied ${copy.length}`);
      },
    ],
    check({ items }, log) {
      const left = [...items];
      // The clear came before the two, or after them.
      expect(left.length === 0 || left.sort().join() === "8,9", `left ${left}`);
      expect(left.length === 0 || linesOf(log)[0] === "copied 3", "what was copied came before what was cleared");
    },
  }),
  defineCase<{ members: set<string> }>({
    name: "set: two pop, one adds and one discards",
    keepsMemory: true,
    setup: () => ({ members: set<string>([ONE]) }),
    threads: [
      ...copies(2, ({ members }: { members: set<string> }, say: Say) => {
        try {
          say(`popped ${members.pop() === ONE ? "one" : "other"}`);
        } catch (error) {
          say((error as Error).name);
        }
      }),
      ({ members }) => members.add(OTHER),
      ({ members }) => members.discard(ONE),
    ],
    check({ members }, log) {
      const popped = linesOf(log).filter((text) => text.startsWith("popped"));
      expectEqual(new Set(popped).size, popped.length, "members popped twice");
      expectEqual([...members], popped.includes("popped other") ? [] : [OTHER], "members left");
    },
  }),
  defineCase<{ thread: Thread }>({
    name: "Thread: its name is whole while it is changed",
    keepsMemory: true,
    setup() {
      const thread = Thread();
      thread.name = ONE;
      return { thread };
    },
    threads: [
      ({ thread }) => {
        thread.name = OTHER;
      },
      ({ thread }) => {
        thread.name = "short";
      },
      ({ thread }) => expect([ONE, OTHER, "short"].includes(thread.name), `the name is ${thread.name}`),
    ],
    check({ thread }) {
      expect([OTHER, "short"].includes(thread.name), `the name is ${thread.name}`);
    },
  }),
  defineCase<{ table: dict<string, number> }>({
    name: "dict: setdefault and pop happen once",
    keepsMemory: true,
    setup: () => ({ table: dict<string, number>([["job", 1]]) }),
    threads: [
      ...[1, 2].map((value) => ({ table }: { table: dict<string, number> }, say: Say) => {
        say(`first ${table.setdefault("owner", value)}`);
      }),
      ...copies(2, ({ table }: { table: dict<string, number> }, say: Say) => say(`job ${table.pop("job", 0)}`)),
    ],
    check({ table }, log) {
      const firsts = numbersAfter("first", log);
      expect(firsts[0] === firsts[1], "setdefault gave two values");
      expectEqual(numbersAfter("job", log).sort(), [0, 1], "popped");
      expectEqual([table.get("owner"), table.size], [firsts[0], 1], "at the end");
    },
  }),
  defineCase<{ table: dict<string, string> }>({
    name: "dict: it grows while others read and delete",
    keepsMemory: true,
    setup: () => ({ table: dict<string, string>(["a", "b", "c", "d", "e"].map((key) => [key, `${key}: ${ONE}`])) }),
    threads: [
      ({ table }) => {
        for (const key of ["f", "g"]) table.__setitem__(key, `${key}: ${OTHER}`);
      },
      ({ table }) => {
        const value = table.get("c");
        expect(value === undefined || value === `c: ${ONE}`, `read ${value}`);
        table.__setitem__("h", ONE);
      },
      ({ table }) => table.pop("c"),
    ],
    check({ table }) {
      expectEqual([...table.keys()].sort(), ["a", "b", "d", "e", "f", "g", "h"], "keys");
      expectEqual([table.get("e"), table.get("g")], [`e: ${ONE}`, `g: ${OTHER}`], "values");
    },
  }),
];
