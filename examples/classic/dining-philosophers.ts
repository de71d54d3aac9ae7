// Five philosophers share five forks; whoever cannot get the second fork puts the first one back. A class attribute ends it.
//
// Not as in Python: `self.running`, which Python finds in the class, is `Philosopher.running`, since JavaScript's instances
// do not look there.
import * as random from "pythreads/random";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { print, range } from "pythreads/builtins";

class Philosopher extends threading.Thread {
  static running = true;
  left: threading.Lock;
  right: threading.Lock;
  meals: number;

  constructor(name: string, left: threading.Lock, right: threading.Lock) {
    super({ name: name });
    this.left = left;
    this.right = right;
    this.meals = 0;
  }

  run() {
    while (Philosopher.running) {
      time.sleep(random.uniform(0.001, 0.005));
      this.dine();
    }
  }

  dine() {
    let [fork1, fork2] = [this.left, this.right];
    while (Philosopher.running) {
      fork1.acquire();
      if (fork2.acquire({ blocking: false })) {
        this.dining();
        fork2.release();
        fork1.release();
        return;
      }
      fork1.release();
      [fork1, fork2] = [fork2, fork1];
    }
  }

  dining() {
    this.meals += 1;
    time.sleep(random.uniform(0.001, 0.005));
  }
}

function main() {
  const names = ["Aristotle", "Kant", "Spinoza", "Marx", "Russell"];
  const forks = [...range(5)].map(() => threading.Lock());
  const philosophers = [...range(5)].map((i) => new Philosopher(names[i], forks[i], forks[(i + 1) % 5]));
  for (const p of philosophers) {
    p.start();
  }
  while (Math.min(...philosophers.map((p) => p.meals)) < 10) {
    time.sleep(0.01);
  }
  Philosopher.running = false;
  for (const p of philosophers) {
    p.join();
  }
  for (const p of philosophers) {
    print(p.name, "ate enough:", p.meals >= 10);
  }
  print("forks on the table:", forks.filter((fork) => !fork.locked()).length);
}

main();
