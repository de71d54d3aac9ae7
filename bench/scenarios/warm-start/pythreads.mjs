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

startAndJoin(1);
const second = startAndJoin(1);
startAndJoin(Math.ceil(n / 10));
report({ second, ns: startAndJoin(n) });
