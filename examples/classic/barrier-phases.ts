// Workers go through phases together: a barrier made of a Condition lets nobody into the next phase before all have ended this one.
import * as random from "pythreads/random";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { list, object, print, range } from "pythreads/builtins";

const WORKERS = 4;
const PHASES = 3;

class Barrier extends object {
  parties: number;
  waiting: number;
  generation: number;
  condition: threading.Condition;

  constructor(parties: number) {
    super();
    this.parties = parties;
    this.waiting = 0;
    this.generation = 0;
    this.condition = threading.Condition();
  }

  wait() {
    using _ = this.condition.hold();
    const generation = this.generation;
    this.waiting += 1;
    if (this.waiting === this.parties) {
      this.waiting = 0;
      this.generation += 1;
      this.condition.notify_all();
      return true;
    }
    while (generation === this.generation) {
      this.condition.wait();
    }
    return false;
  }
}

const barrier = new Barrier(WORKERS);
const log = list<[number, number]>();
const leaders = list<number>();

function worker(number: number) {
  for (const phase of range(PHASES)) {
    time.sleep(random.uniform(0, 0.02));
    log.append([phase, number]);
    if (barrier.wait()) {
      leaders.append(phase);
    }
  }
}

const threads = [...range(WORKERS)].map((number) => threading.Thread({ target: worker, args: [number] }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
print("phases:", log.map(([phase, _]) => phase));
print("leaders:", leaders);
