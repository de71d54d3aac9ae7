/** One virtual thread: what each worker of an exploration does when it is its turn, the first one included. */
import { handleOf } from "../../../src/internal/codec/index.js";
import { popScratch, pushScratch } from "../../../src/internal/codec/scratch.js";
import { words } from "../../../src/internal/memory/arena.js";
import { type Ptr, ThreadBlock } from "../../../src/internal/memory/layout.js";
import { acquireWaiter, releaseWaiter } from "../../../src/internal/memory/waiters.js";
import { setCurrent } from "../../../src/internal/runtime/current.js";
import { createThreadBlock } from "../../../src/internal/runtime/table.js";
import { cases } from "../cases/index.js";
import { settlePromise } from "./atomics.js";
import { type Case, FIRST_IDENT, type Objects } from "./case.js";
import { control, me } from "./control.js";
import { Command, Control } from "./layout.js";
import { addToLog, readLog } from "./log.js";
import { Snapshot, scratchDepth } from "./rewind.js";
import { fail, nextSettled, setWordNames } from "./schedule.js";

/** As many as a thread keeps; with them, no wait needs the allocator. */
const SPARE_WAITERS = 4;

export let definition: Case<Objects>;
export let objects: Objects = {};
const say = (text: string) => addToLog(control, me, text);

/** Before any case, and before each schedule of the case. */
let base: Snapshot;
let start: Snapshot | undefined;

/** Gives this worker the identity of a thread, and what a thread of the package allocates once. */
export function begin(): void {
  const block = createThreadBlock(0);
  words[block + ThreadBlock.IDENT] = FIRST_IDENT + me;
  setCurrent(block);
  pushScratch();
  popScratch();
  const waiters = Array.from({ length: SPARE_WAITERS }, () => acquireWaiter(FIRST_IDENT + me));
  for (const waiter of waiters) releaseWaiter(waiter);
}

/** Does what the director wants; only RUN may return a promise. */
export function obey(): Promise<void> | undefined {
  switch (control[Control.COMMAND]) {
    case Command.RESET:
      base ??= new Snapshot();
      base.restore();
      start = undefined;
      return undefined;
    case Command.PREPARE:
      definition = cases[control[Control.CASE]];
      objects = readObjects();
      return undefined;
    case Command.SAVE:
      start = new Snapshot();
      return undefined;
    default:
      return run();
  }
}

// ---------------------------------------------------------------- objects

/** Tells the threads where the objects are: addresses as they are, shared objects with their sign turned. */
export function announceObjects(made: Objects, ptrOf: (object: object) => Ptr): void {
  control[Control.LOG_LENGTH] = 0;
  Object.entries(made).forEach(([name, object], i) => {
    say(name);
    control[Control.ADDRESSES + i] = typeof object === "number" ? object : -ptrOf(object);
  });
}

function readObjects(): Objects {
  const result: Objects = {};
  const addresses: [name: string, ptr: Ptr][] = [];
  readLog(control).forEach(({ text }, i) => {
    const address = control[Control.ADDRESSES + i];
    result[text] = address >= 0 ? address : handleOf(-address);
    addresses.push([text, Math.abs(address)]);
  });
  addresses.sort(([, one], [, other]) => other - one);
  setWordNames((ptr) => {
    const [name, address] = addresses.find(([, start]) => start <= ptr && ptr < start + 64) ?? ["word", 0];
    return `${name}[${ptr - address}]`;
  });
  return result;
}

// ---------------------------------------------------------------- bodies

/** Runs the body of this thread; there is no promise unless the body makes one. */
function run(): Promise<void> | undefined {
  if (me > 0) start?.restore();
  try {
    const result = definition.threads[me](objects, say);
    if (result instanceof Promise) return runAsync(result);
  } catch (error) {
    failBody(error);
  }
  return finish();
}

/** The first thread's snapshot has the arena too: it goes before all others. */
export function rewind(): void {
  start?.restore();
}

function finish(): undefined {
  if (scratchDepth() !== 0) fail(`thread ${me} has ended with ${scratchDepth()} scratch slots in use`);
  return undefined;
}

function failBody(error: unknown): never {
  return fail(`thread ${me} threw ${error instanceof Error ? error.stack : String(error)}`);
}

/** Lets the event loop turn until the body's promise is settled; whenever there is nothing left to do, others go on. */
async function runAsync(result: Promise<unknown>): Promise<void> {
  let isSettled = false;
  result.catch(failBody).finally(() => {
    isSettled = true;
  });
  for (;;) {
    await new Promise((turn) => setImmediate(turn));
    if (isSettled) return finish();
    settlePromise(nextSettled());
  }
}
