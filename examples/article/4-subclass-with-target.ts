// A Thread subclass that takes target and args itself, keeps them as attributes and calls them in run().
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { len, list, print, range } from "pythreads/builtins";

type Loop = (name: string, rounds: number, delay: number) => void;

class MyThread extends threading.Thread {
  target: Loop;
  args: Parameters<Loop>;

  constructor({ target, args }: { target: Loop; args: Parameters<Loop> }) {
    super();
    this.target = target;
    this.args = args;
  }

  run() {
    this.target(...this.args);
  }
}

function loop(name: string, rounds: number, delay: number) {
  print("Starting", name);
  for (const i of range(rounds)) {
    time.sleep(delay);
    print(name, "in round", i + 1, "of", rounds);
  }
  print("Exiting", name);
}

function main() {
  const threads = list<MyThread>();
  threads.append(new MyThread({ target: loop, args: ["loop-1", 4, 0.3] }));
  threads.append(new MyThread({ target: loop, args: ["loop-2", 2, 0.5] }));
  for (const t of threads) {
    t.start();
  }
  for (const t of threads) {
    t.join();
  }
  print("All", len(threads), "threads are done");
}

main();
