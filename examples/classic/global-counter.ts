// Threads count in a global variable, with the lock and without it, until a global flag stops a third one.
//
// Not as in Python: what is `global` there are attributes of a SimpleNamespace here, since variables belong to one thread.
import * as threading from "pythreads/threading";
import { list, print, range, SimpleNamespace } from "pythreads/builtins";

const shared = SimpleNamespace({ counter: 0, sloppy: 0, running: true });
const lock = threading.Lock();

function count(n: number) {
  for (const _ of range(n)) {
    shared.sloppy += 1;
    using _lock = lock.hold();
    shared.counter += 1;
  }
}

function watch(seen: list<number>) {
  while (shared.running) {
    seen.append(shared.counter);
    started.set();
  }
}

const started = threading.Event();
const seen = list<number>();
const watcher = threading.Thread({ target: watch, args: [seen] });
watcher.start();
started.wait();
const threads = [...range(3)].map(() => threading.Thread({ target: count, args: [2000] }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
shared.running = false;
watcher.join();
print("counter:", shared.counter);
print("sloppy:", 0 < shared.sloppy && shared.sloppy <= 6000);
const in_order = seen.copy();
in_order.sort();
print("never goes back:", seen.__eq__(in_order));
