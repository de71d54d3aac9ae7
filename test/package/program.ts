// @ts-nocheck: it is plain JavaScript too, and has no types to strip.
/**
 * The program that the tests of the pack run, from TypeScript and turned into every other form. It uses each entry point
 * and each way in which something reaches a thread, and prints what must be the same everywhere.
 */
import threadingObject from "pythreads/threading";
import * as threading from "pythreads/threading";
import * as thread from "pythreads/thread";
import * as Queue from "pythreads/queue";
import * as time from "pythreads/time";
import * as random from "pythreads/random";
import { list, print, range } from "pythreads/builtins";
import { basename } from "node:path";

const LOCK = threading.Lock();
const JOBS = Queue.Queue();
const DONE = Queue.Queue();
const SEEN = list();
const FACTOR = 10;

function helper(n) {
  return n * FACTOR;
}

class Worker extends threading.Thread {
  constructor(name) {
    super({ name: name });
    this.handled = 0;
  }

  run() {
    while (true) {
      const job = JOBS.get();
      if (job === null) break;
      LOCK.acquire();
      SEEN.append(helper(job));
      LOCK.release();
      this.handled += 1;
      time.sleep(random.uniform(0, 0.001));
    }
  }
}

const workers = [new Worker("one"), new Worker("two")];
for (const worker of workers) worker.start();
for (const job of range(20)) JOBS.put(job);
for (const _ of workers) JOBS.put(null);
for (const worker of workers) worker.join();

thread.start_new_thread((text) => DONE.put(`${text} ${basename("/some/file")}`), ["raw thread:"]);

print("handled", workers[0].handled + workers[1].handled);
print("sum", [...SEEN].reduce((sum, n) => sum + n, 0));
print(DONE.get());
print("same object", threadingObject.Lock === threading.Lock);
