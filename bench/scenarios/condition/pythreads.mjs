import { object } from "pythreads/builtins";
import * as threading from "pythreads/threading";
import { n, now, quantile, report } from "../../measure.mjs";

class Table extends object {
  turn = "main";
}

const table = new Table();
const condition = threading.Condition();
const warmUp = Math.ceil(n / 10);

/** @param {string} me @param {string} other @param {number} rounds */
function play(me, other, rounds) {
  const times = new Float64Array(rounds);
  for (let i = 0; i < rounds; i++) {
    const start = now();
    condition.acquire();
    while (table.turn !== me) condition.wait();
    table.turn = other;
    condition.notify();
    condition.release();
    times[i] = now() - start;
  }
  return times;
}

const thread = threading.Thread({ target: play, args: ["other", "main", warmUp + n] });
thread.start();
play("main", "other", warmUp);
const times = play("main", "other", n);
thread.join();
report({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });
