// One producer and two consumers share a queue; a lock keeps each step whole. They never end: press Ctrl-C.
import * as Queue from "pythreads/queue";
import * as random from "pythreads/random";
import * as thread from "pythreads/thread";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { print } from "pythreads/builtins";

const SHARE_Q = Queue.Queue<number>();
const LOCK = thread.allocate_lock();

class Producer extends threading.Thread {
  run() {
    let number = 0;
    while (true) {
      LOCK.acquire();
      SHARE_Q.put(number);
      print("Producer : puts", number);
      print("Producer : leaves", SHARE_Q.qsize(), "in the queue");
      LOCK.release();
      number += 1;
      time.sleep(random.uniform(0, 0.1));
    }
  }
}

class Consumer extends threading.Thread {
  run() {
    while (true) {
      LOCK.acquire();
      if (SHARE_Q.empty()) {
        print(this.name, ": finds nothing");
      } else {
        print(this.name, ": gets", SHARE_Q.get());
      }
      print(this.name, ": leaves", SHARE_Q.qsize(), "in the queue");
      LOCK.release();
      time.sleep(random.uniform(0, 0.2));
    }
  }
}

function main() {
  const threads = [new Producer(), new Consumer({ name: "Consumer-1" }), new Consumer({ name: "Consumer-2" })];
  for (const t of threads) {
    t.start();
  }
}

main();
