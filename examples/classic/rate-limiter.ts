// At most three requests at a time, and no more than so many in a while: two Semaphores, one of which a thread refills.
//
// Not as in Python: a manager of the program's own, here the limiter, is entered by `with_`; `using` knows only locks.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { object, print, range, ValueError, with_ } from "pythreads/builtins";

class RateLimiter extends object {
  permits: number;
  period: number;
  tokens: threading.Semaphore;
  stopped: threading.Event;
  refiller: threading.Thread;

  constructor(permits: number, period: number) {
    super();
    this.permits = permits;
    this.period = period;
    this.tokens = threading.Semaphore(permits);
    this.stopped = threading.Event();
    this.refiller = threading.Thread({ target: this.refill, daemon: true });
    this.refiller.start();
  }

  refill() {
    while (!this.stopped.wait(this.period)) {
      for (const _ of range(this.permits)) {
        this.tokens.release();
      }
    }
  }

  stop() {
    this.stopped.set();
    this.refiller.join();
  }

  __enter__() {
    this.tokens.acquire();
    return this;
  }

  __exit__(..._exc: unknown[]) {
    return null;
  }
}

class Server extends object {
  slots: threading.BoundedSemaphore;
  lock: threading.Lock;
  active: number;
  most: number;
  served: number;

  constructor(connections: number) {
    super();
    this.slots = threading.BoundedSemaphore(connections);
    this.lock = threading.Lock();
    this.active = this.most = this.served = 0;
  }

  request() {
    using _slot = this.slots.hold();
    with_(this.lock, () => {
      this.active += 1;
      this.most = Math.max(this.most, this.active);
    });
    time.sleep(0.01);
    with_(this.lock, () => {
      this.active -= 1;
      this.served += 1;
    });
  }
}

function client() {
  for (const _ of range(4)) {
    with_(limiter, () => {
      server.request();
    });
  }
}

const started = time.monotonic();
const limiter = new RateLimiter(4, 0.05);
const server = new Server(3);
const clients = [...range(5)].map(() => threading.Thread({ target: client }));
for (const t of clients) {
  t.start();
}
for (const t of clients) {
  t.join();
}
limiter.stop();
print("served:", server.served);
print("never more than three:", server.most <= 3);
print("not too fast:", time.monotonic() - started >= 4 * 0.05);
try {
  server.slots.release();
} catch (error) {
  if (!(error instanceof ValueError)) throw error;
  print(error);
}
