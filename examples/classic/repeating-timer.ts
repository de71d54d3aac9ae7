// A Timer that calls its function again and again until it is cancelled.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { object, print } from "pythreads/builtins";

class RepeatingTimer extends threading.Timer {
  run() {
    while (!this.finished.wait(this.interval)) {
      this.function(...this.args);
    }
  }
}

class Heartbeat extends object {
  beats: number;
  wanted: number;
  enough: threading.Event;

  constructor(wanted: number) {
    super();
    this.beats = 0;
    this.wanted = wanted;
    this.enough = threading.Event();
  }

  beat(step: number) {
    this.beats += step;
    if (this.beats >= this.wanted) {
      this.enough.set();
    }
  }
}

const heart = new Heartbeat(5);
const timer = new RepeatingTimer(0.02, heart.beat, [1]);
timer.start();
const once = threading.Timer(0.01, print, ["once"]);
once.start();
const never = threading.Timer(60, print, ["never"]);
never.start();
never.cancel();
print("enough:", heart.enough.wait(5));
timer.cancel();
for (const t of [timer, once, never]) {
  t.join();
}
const beats = heart.beats;
time.sleep(0.06);
print("stopped:", heart.beats === beats, "after", beats === 5 ? "five" : "more");
print("alive:", timer.is_alive(), once.is_alive(), never.is_alive());
