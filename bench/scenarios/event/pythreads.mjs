import * as threading from "pythreads/threading";
import { n, now, report } from "../../measure.mjs";

const ping = threading.Event();
const pong = threading.Event();
const warmUp = Math.ceil(n / 10);

/** @param {number} rounds */
function answer(rounds) {
  for (let i = 0; i < rounds; i++) {
    ping.wait();
    ping.clear();
    pong.set();
  }
}

/** @param {number} rounds */
function ask(rounds) {
  for (let i = 0; i < rounds; i++) {
    ping.set();
    pong.wait();
    pong.clear();
  }
}

const thread = threading.Thread({ target: answer, args: [warmUp + n] });
thread.start();
ask(warmUp);
const start = now();
ask(n);
const end = now();
thread.join();
report({ ns: (end - start) / n });
