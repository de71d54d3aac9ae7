/**
 * The program of `npm run soak`: rounds of random scenarios for as long as it is told, by several of them at a time. In the
 * end every thread has been joined, what was shared is given back, and the process has not grown.
 */
import * as threading from "pythreads/threading";
import { arena_usage } from "pythreads/builtins";
import { dice } from "./dice.mjs";
import * as all from "./scenarios.mjs";
import { counts, expectEqual, failures } from "./threads.mjs";

const [minutes, seed] = process.argv.slice(2).map(Number);
/** What a worker and its threads keep for the next ones may differ by so much. */
const ARENA_SLACK_BYTES = 16 * 1024;
const RSS_SLACK = 1.25;
const RSS_SLACK_BYTES = 64 * 2 ** 20;
/** Workers that the package keeps idle. */
const MOST_IDLE = 16;
const REPORT_EVERY_MS = 60_000;

const roll = dice(seed);
const scenarios = { ...all };
const names = Object.keys(scenarios);
const operations = Object.fromEntries(names.map((name) => [name, 0]));
const began = performance.now();
const endsAt = began + minutes * 60_000;
let rounds = 0;
let reported = began;

// All scenarios once, and again, until everything that is made only once is there.
for (let i = 0; i < 2; i++) for (const name of names) await round(name);
const start = settled();
const quarterAt = began + (endsAt - began) / 4;
let early;

while (performance.now() < endsAt) {
  await round(names[roll.below(names.length)]);
  if (performance.now() > quarterAt) early ??= settled();
  if (performance.now() > reported + REPORT_EVERY_MS) {
    reported = performance.now();
    console.log(`${Math.round((reported - began) / 1e3)} s: ${summary()}`);
  }
}

const end = settled();
early ??= end;
console.log(`${Math.round((performance.now() - began) / 1e3)} s: ${summary()}`);
for (const name of names) console.log(`  ${name}: ${operations[name]} operations`);
console.log(`arena: ${start.arena} bytes at the start, ${end.arena} at the end`);
console.log(`RSS: ${mib(start.rss)} MiB at the start, ${mib(early.rss)} after a quarter, ${mib(end.rss)} at the end`);
if (end.arena > start.arena + ARENA_SLACK_BYTES) throw new Error("the arena has grown");
if (end.rss > early.rss * RSS_SLACK + RSS_SLACK_BYTES) throw new Error("the process has grown");

async function round(name) {
  const own = roll.below(1_000_000);
  console.log(`round ${++rounds}: ${name}(${own})`);
  operations[name] += Math.round(await scenarios[name](own));
  expectEqual([...failures], [], `what threads of ${name}(${own}) threw`);
  expectEqual(threading.enumerate().map(String).length, 1, `threads after ${name}(${own})`);
}

/** What is in use when all workers have given back what they no longer need. */
function settled() {
  for (let i = 0; i < 2; i++) {
    const barrier = threading.Barrier(MOST_IDLE);
    const threads = Array.from({ length: MOST_IDLE }, () =>
      threading.Thread({
        target: () => {
          barrier.wait();
          arena_usage({ collect: true });
          barrier.wait();
        },
      }),
    );
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
    arena_usage({ collect: true });
  }
  return { arena: arena_usage({ collect: true }).used_bytes, rss: process.memoryUsage.rss() };
}

function summary() {
  const total = Object.values(operations).reduce((one, other) => one + other, 0);
  return `${rounds} rounds, ${total} operations, ${counts.started} threads, ${counts.died} of them died`;
}

function mib(bytes) {
  return Math.round(bytes / 2 ** 20);
}
