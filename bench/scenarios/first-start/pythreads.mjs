import * as threading from "pythreads/threading";
import { now, report } from "../../measure.mjs";

class First extends threading.Thread {
  startedAt = 0;

  run() {
    this.startedAt = now();
  }
}

const thread = new First();
const start = now();
thread.start();
thread.join();
report({ running: thread.startedAt - start, joined: now() - start });
