// Two threads take turns by a lock. They are started from top-level code, without any main guard.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { list, print, range } from "pythreads/builtins";

const LOCK = threading.Lock();

class Turn extends threading.Thread {
  delay: number;

  constructor(name: string, delay: number) {
    super({ name: name });
    this.delay = delay;
  }

  run() {
    for (const i of range(1, 4)) {
      LOCK.acquire();
      print(this.name, "takes the lock for turn", i);
      time.sleep(this.delay);
      print(this.name, "gives it back after turn", i);
      LOCK.release();
      time.sleep(0.05);
    }
  }
}

const thread1 = new Turn("Thread-A", 0.1);
const thread2 = new Turn("Thread-B", 0.2);

thread1.start();
thread2.start();

const threads = list<Turn>();
threads.append(thread1);
threads.append(thread2);

for (const t of threads) {
  t.join();
}
print("Exiting main thread");
