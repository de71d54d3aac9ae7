import * as threading from "pythreads/threading";
import { n, now, quantile, report } from "../../measure.mjs";

const ping = threading.Event();
const pong = threading.Event();
const wokenAt = new Float64Array(new SharedArrayBuffer(8));
const warmUp = Math.ceil(n / 10);
const there = new Float64Array(n);
const andBack = new Float64Array(n);

/** @param {number} rounds */
function answer(rounds) {
  for (let i = 0; i < rounds; i++) {
    ping.wait();
    wokenAt[0] = now();
    ping.clear();
    pong.set();
  }
}

const thread = threading.Thread({ target: answer, args: [warmUp + n] });
thread.start();
for (let i = -warmUp; i < n; i++) {
  const start = now();
  ping.set();
  pong.wait();
  const end = now();
  pong.clear();
  if (i < 0) continue;
  there[i] = wokenAt[0] - start;
  andBack[i] = end - start;
}
thread.join();
report({ wake: quantile(there, 0.5), both: quantile(andBack, 0.5) });
