import { Mutex } from "multithreading";
import { n, now, report } from "../../measure.mjs";

const mutex = new Mutex();

/** The asynchronous form is the one that is recommended. @param {number} count */
async function loop(count) {
  for (let i = 0; i < count; i++) {
    const guard = await mutex.lock();
    guard.dispose();
  }
}

await loop(Math.ceil(n / 10));
const start = now();
await loop(n);
report({ ns: (now() - start) / n });
