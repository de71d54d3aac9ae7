// Three smokers lack two of three things each; pushers find out who can smoke what the agent has laid on the table.
import * as random from "pythreads/random";
import * as threading from "pythreads/threading";
import { object, print, range, with_ } from "pythreads/builtins";

type Thing = "tobacco" | "paper" | "match";

class Table extends object {
  agent = threading.Semaphore(1);
  tobacco = threading.Semaphore(0);
  paper = threading.Semaphore(0);
  match = threading.Semaphore(0);
  mutex = threading.Lock();
  is_tobacco = false;
  is_paper = false;
  is_match = false;
  sems = { tobacco: threading.Semaphore(0), paper: threading.Semaphore(0), match: threading.Semaphore(0) };
  smoked: Record<Thing, number> = { tobacco: 0, paper: 0, match: 0 };
}

const table = new Table();
const ROUNDS = 30;

function agent() {
  const rng = new random.Random(7);
  for (const _ of range(ROUNDS)) {
    table.agent.acquire();
    const missing = rng.choice(["tobacco", "paper", "match"]);
    for (const thing of ["tobacco", "paper", "match"] as Thing[]) {
      if (thing !== missing) {
        table[thing].release();
      }
    }
  }
}

function pusher(mine: Thing, first: Thing, second: Thing) {
  while (true) {
    table[mine].acquire();
    with_(table.mutex, () => {
      if (table[`is_${first}`]) {
        table[`is_${first}`] = false;
        table.sems[second].release();
      } else if (table[`is_${second}`]) {
        table[`is_${second}`] = false;
        table.sems[first].release();
      } else {
        table[`is_${mine}`] = true;
      }
    });
  }
}

function sum(values: Iterable<number>) {
  let total = 0;
  for (const v of values) total += v;
  return total;
}

function smoker(has: Thing) {
  while (true) {
    table.sems[has].acquire();
    table.smoked[has] += 1;
    if (sum(Object.values(table.smoked)) === ROUNDS) {
      done.set();
    }
    table.agent.release();
  }
}

const done = threading.Event();
const things: Thing[] = ["tobacco", "paper", "match"];
for (const [i, thing] of things.entries()) {
  const [first, second] = [...things.slice(0, i), ...things.slice(i + 1)];
  threading.Thread({ target: pusher, args: [thing, first, second], daemon: true }).start();
  threading.Thread({ target: smoker, args: [thing], daemon: true, name: `smoker with ${thing}` }).start();
}
const a = threading.Thread({ target: agent });
a.start();
a.join();
done.wait();
for (const [thing, n] of Object.entries(table.smoked)) {
  print(`${thing.padStart(10)}: ${n}`);
}
print("total", sum(Object.values(table.smoked)));
