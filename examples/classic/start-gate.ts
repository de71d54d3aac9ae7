// Runners wait at a gate, an Event, until all are there; a second event tells main that the last one has arrived.
import * as threading from "pythreads/threading";
import { len, list, object, print, range } from "pythreads/builtins";

class Latch extends object {
  count: number;
  lock: threading.Lock;
  reached_zero: threading.Event;

  constructor(count: number) {
    super();
    this.count = count;
    this.lock = threading.Lock();
    this.reached_zero = threading.Event();
  }

  count_down() {
    using _ = this.lock.hold();
    this.count -= 1;
    if (this.count === 0) {
      this.reached_zero.set();
    }
  }
}

function runner(number: number, ready: Latch, gate: threading.Event, finish: Latch, places: list<number>) {
  ready.count_down();
  gate.wait();
  places.append(number);
  finish.count_down();
}

const RUNNERS = 5;
const [ready, finish] = [new Latch(RUNNERS), new Latch(RUNNERS)];
const gate = threading.Event();
const places = list<number>();
for (const number of range(RUNNERS)) {
  threading.Thread({ target: runner, args: [number, ready, gate, finish, places] }).start();
}
ready.reached_zero.wait();
print("at the gate:", ready.count === 0, "open:", gate.is_set(), "running:", len(places));
print("nobody is early:", !finish.reached_zero.wait(0.02));
gate.set();
finish.reached_zero.wait();
places.sort();
print("finished:", places);
