import * as threading from "pythreads/threading";
import { n, now, report } from "../../measure.mjs";

function nothing() {}

/** @param {number} count */
function startAndJoin(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    const thread = threading.Thread({ target: nothing });
    thread.start();
    thread.join();
  }
  return (now() - start) / count;
}

const sum = new Float64Array(new SharedArrayBuffer(8));

/** A closure of ten variables beside the memory that it answers by. @param {number} a */
function makeClosure(a) {
  const [b, c, d, e, f, g, h, i, j] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  return () => {
    sum[0] = a + b + c + d + e + f + g + h + i + j;
  };
}

/** @param {number} count */
function startClosures(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    const thread = threading.Thread({ target: makeClosure(i) });
    thread.start();
    thread.join();
    if (sum[0] !== i + 45) throw new Error(`${sum[0]} is not the sum`);
  }
  return (now() - start) / count;
}

startAndJoin(1);
const second = startAndJoin(1);
startAndJoin(Math.ceil(n / 10));
const ns = startAndJoin(n);
startClosures(Math.ceil(n / 30));
report({ second, ns, closure: startClosures(Math.ceil(n / 3)) });
