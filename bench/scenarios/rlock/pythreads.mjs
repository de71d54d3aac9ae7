import * as threading from "pythreads/threading";
import { measure } from "../../measure.mjs";

const lock = threading.RLock();

measure((count) => {
  for (let i = 0; i < count; i++) {
    lock.acquire();
    lock.release();
  }
});
