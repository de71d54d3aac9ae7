// A producer and a consumer share a list of at most five products and wait for each other. They never end: press Ctrl-C.
import * as random from "pythreads/random";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { len, list, print } from "pythreads/builtins";

const MAX_NUM = 5;
const SHARE_Q = list<number>();
const CONDITION = threading.Condition();

class Producer extends threading.Thread {
  run() {
    let number = 0;
    while (true) {
      CONDITION.acquire();
      while (len(SHARE_Q) >= MAX_NUM) {
        print("Producer : waits, the list is full");
        CONDITION.wait();
      }
      SHARE_Q.append(number);
      print("Producer :", number);
      print("In stock :", len(SHARE_Q));
      CONDITION.notify();
      CONDITION.release();
      number += 1;
      time.sleep(random.random() / 10);
    }
  }
}

class Consumer extends threading.Thread {
  run() {
    while (true) {
      CONDITION.acquire();
      while (len(SHARE_Q) === 0) {
        print("Consumer : waits, the list is empty");
        CONDITION.wait();
      }
      print("Consumer :", SHARE_Q.pop(0));
      print("In stock :", len(SHARE_Q));
      CONDITION.notify();
      CONDITION.release();
      time.sleep(random.random() / 5);
    }
  }
}

function main() {
  const producer = new Producer();
  const consumer = new Consumer();
  consumer.start();
  producer.start();
}

main();
