// @ts-nocheck: it is plain JavaScript too, and has no types to strip.
/** Starts a thread where that cannot be, and prints what it is told; the rest of the package must go on working. */
import * as Queue from "pythreads/queue";
import * as threading from "pythreads/threading";

const lock = threading.Lock();
const attempts = [() => threading.Thread({ target: () => lock.acquire() }).start(), () => Queue.Queue().put(() => 1)];
for (const attempt of attempts) {
  try {
    attempt();
    console.log("was not refused");
  } catch (error) {
    console.log(`${error.name}: ${error.message.split("\n")[0]}`);
  }
}
const queue = Queue.Queue();
queue.put([1]);
console.log("goes on", lock.acquire(false), queue.get()[0]);
