// A countdown latch, an exchanger and a phaser, each made of one Condition.
import * as threading from "pythreads/threading";
import { AssertionError, dict, list, object, print, range, with_ } from "pythreads/builtins";

class CountDownLatch extends object {
  lock = threading.Condition();
  constructor(public count = 1) {
    super();
  }

  count_down() {
    this.lock.acquire();
    this.count -= 1;
    if (this.count <= 0) {
      this.lock.notify_all();
    }
    this.lock.release();
  }

  wait(timeout?: number) {
    this.lock.acquire();
    try {
      return this.lock.wait_for(() => this.count <= 0, timeout);
    } finally {
      this.lock.release();
    }
  }
}

interface Offer<T> { item: T; taken: boolean; answer: T | null }

class Exchanger<T> extends object {
  cond = threading.Condition();
  offers: list<Offer<T>> = list();

  exchange(item: T): T | null {
    using _ = this.cond.hold();
    if (this.offers.length && !this.offers.at(-1)!.taken) {
      const offer = this.offers.pop();
      offer.answer = item;
      offer.taken = true;
      this.cond.notify_all();
      return offer.item;
    }
    const offer: Offer<T> = { item, taken: false, answer: null };
    this.offers.append(offer);
    while (!offer.taken) {
      this.cond.wait();
    }
    return offer.answer;
  }
}

class Phaser extends object {
  arrived = 0;
  phase = 0;
  cond = threading.Condition();
  constructor(readonly parties: number) {
    super();
  }

  arrive_and_await() {
    return with_(this.cond, () => {
      const phase = this.phase;
      this.arrived += 1;
      if (this.arrived === this.parties) {
        this.arrived = 0;
        this.phase += 1;
        this.cond.notify_all();
      } else {
        while (this.phase === phase) {
          this.cond.wait();
        }
      }
      return this.phase;
    });
  }
}

const latch = new CountDownLatch(3);
const order = list<number>();
function worker(i: number) {
  order.append(i);
  latch.count_down();
}
print("early:", latch.wait(0.01));
for (const i of range(3)) {
  threading.Thread({ target: worker, args: [i] }).start();
}
print("all:", latch.wait(), latch.count, [...order].sort());

const ex = new Exchanger<string>();
const got = dict<string, string | null>();
function trader(name: string, item: string) {
  got[name] = ex.exchange(item);
}
const a = threading.Thread({ target: trader, args: ["ann", "apple"] });
const b = threading.Thread({ target: trader, args: ["bob", "banana"] });
a.start(); b.start(); a.join(); b.join();
print(got["ann"], got["bob"]);

const phaser = new Phaser(3);
const log = list<number>();
function stepper() {
  for (const i of range(3)) {
    log.append(i);
    if (phaser.arrive_and_await() !== i + 1) throw new AssertionError();
  }
}
const ts = [...range(3)].map(() => threading.Thread({ target: stepper }));
for (const t of ts) t.start();
for (const t of ts) t.join();
print(log);
