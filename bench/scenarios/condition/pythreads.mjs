import { object } from "pythreads/builtins";
import * as threading from "pythreads/threading";
import { n, now, report } from "../../measure.mjs";

class Table extends object {
  turn = "main";
}

const table = new Table();
const condition = threading.Condition();
const warmUp = Math.ceil(n / 10);

/** @param {string} me @param {string} other @param {number} rounds */
function play(me, other, rounds) {
  for (let i = 0; i < rounds; i++) {
    condition.acquire();
    while (table.turn !== me) condition.wait();
    table.turn = other;
    condition.notify();
    condition.release();
  }
}

const thread = threading.Thread({ target: play, args: ["other", "main", warmUp + n] });
thread.start();
play("main", "other", warmUp);
const start = now();
play("main", "other", n);
const end = now();
thread.join();
report({ ns: (end - start) / n });
