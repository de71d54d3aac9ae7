import Queue from "pythreads/queue";
import { args, measure } from "../../measure.mjs";

const q = Queue[/** @type {"Queue"} */ (args.kind)]();

measure((count) => {
  for (let i = 0; i < count; i++) {
    q.put(i);
    q.get();
  }
});
