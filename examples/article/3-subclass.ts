// A thread is a class with a constructor and run(); two of them are started and joined.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { print, range } from "pythreads/builtins";

class Countdown extends threading.Thread {
  delay: number;

  constructor(name: string, delay: number) {
    super();
    this.name = name;
    this.delay = delay;
  }

  run() {
    print("Starting", this.name);
    for (const n of range(5, 0, -1)) {
      time.sleep(this.delay);
      print(this.name, "has", n, "to go");
    }
    print("Exiting", this.name);
  }
}

function main() {
  const thread1 = new Countdown("Thread-A", 0.2);
  const thread2 = new Countdown("Thread-B", 0.4);

  thread1.start();
  thread2.start();
  thread1.join();
  thread2.join();
  print("Exiting main thread");
}

main();
