import { SimpleNamespace } from "pythreads/builtins";
import * as threading from "pythreads/threading";
import { args, n, report } from "../../measure.mjs";
import { together } from "../../threads.mjs";

const lock = threading.Lock();

/** @param {{ counter: number }} shared @param {number} count */
function work(shared, count) {
  for (let i = 0; i < count; i++) {
    lock.acquire();
    shared.counter += 1;
    lock.release();
  }
}

/** @param {number} threads @param {number} count */
function contend(threads, count) {
  const shared = SimpleNamespace({ counter: 0 });
  const took = together(Array.from({ length: threads }, () => [work, shared, count / threads]));
  if (shared.counter !== count) throw new Error(`${shared.counter} of ${count} were counted`);
  return took / count;
}

/** @type {Record<string, number>} */
const figures = {};
for (const threads of args.threads) {
  contend(threads, n / 10);
  figures[threads] = contend(threads, n);
}
report(figures);
