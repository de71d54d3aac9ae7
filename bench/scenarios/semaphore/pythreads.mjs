import * as threading from "pythreads/threading";
import { n, report, time } from "../../measure.mjs";
import { together } from "../../threads.mjs";

const free = threading.Semaphore(1);
const two = threading.Semaphore(2);

/** @param {threading.Semaphore} semaphore @param {number} count */
function loop(semaphore, count) {
  for (let i = 0; i < count; i++) {
    semaphore.acquire();
    semaphore.release();
  }
}

/** @param {number} count */
const contend = (count) => together(Array.from({ length: 4 }, () => [loop, two, count / 4])) / count;

const ns = time((count) => loop(free, count));
contend(n / 10);
report({ ns, contended: contend(n / 2) });
