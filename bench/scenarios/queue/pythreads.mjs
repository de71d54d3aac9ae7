import * as Queue from "pythreads/queue";
import { measure } from "../../measure.mjs";

const q = Queue.Queue();

measure((count) => {
  for (let i = 0; i < count; i++) {
    q.put(i);
    q.get();
  }
});
