import { SimpleNamespace } from "pythreads/builtins";
import * as threading from "pythreads/threading";
import { args, report, time } from "../../measure.mjs";

/** @type {Record<string, number>} */
const figures = {};
let sum = 0;
// The smallest comes first three times: code that has just begun to run is not compiled yet.
for (const size of [args.sizes[0], args.sizes[0], ...args.sizes]) {
  const names = Array.from({ length: size }, (_, i) => `attribute_${i}`);
  const shared = SimpleNamespace(Object.fromEntries(names.map((name) => [name, 0])));
  // Another thread has seen it, so that it is shared in fact.
  const thread = threading.Thread({ target: () => shared.attribute_0 });
  thread.start();
  thread.join();
  figures[`read/${size}`] = time((count) => {
    for (let i = 0; i < count; i++) sum += shared[names[i % size]];
  });
  figures[`write/${size}`] = time((count) => {
    for (let i = 0; i < count; i++) shared[names[i % size]] = i;
  });
}
if (Number.isNaN(sum)) throw new Error("an attribute is not a number");
report(figures);
