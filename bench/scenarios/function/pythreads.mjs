import * as Queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import { functions, WARM_UP } from "../../functions.mjs";
import { n, now, quantile, report } from "../../measure.mjs";

const requests = Queue.Queue();
const answers = Queue.Queue();

function serve() {
  for (;;) {
    const work = requests.get();
    if (work === null) break;
    answers.put(work());
  }
}

/** @param {[work: () => number | string, answer: number | string]} _ */
function ask([work, answer]) {
  const start = now();
  requests.put(work);
  const got = answers.get();
  const took = now() - start;
  if (got !== answer) throw new Error(`the answer was ${got}`);
  return took;
}

const thread = threading.Thread({ target: serve });
thread.start();
const first = functions.map(ask).slice(WARM_UP);
const again = [];
for (let i = 0; i < n; i++) again.push(...functions.map(ask));
requests.put(null);
thread.join();
report({ first: quantile(first, 0.5), again: quantile(again, 0.5) });
