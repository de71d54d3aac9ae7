/** A program's own classes that extend those of threading: the same object, with its attributes and methods, in every thread. */
import { Bunch, elsewhere, equal, list, matches, ok, raises, runOnce, runTest, threading, with_ } from "./harness.mjs";

const bases = {
  Event: [threading.Event, [], /^<__main__\.Own at 0x[0-9a-f]+: unset>$/],
  Condition: [threading.Condition, [], /^<Condition\(<unlocked _thread\.RLock object .*>, 0\)>$/],
  Semaphore: [threading.Semaphore, [2], /^<__main__\.Own at 0x[0-9a-f]+: value=2>$/],
  BoundedSemaphore: [threading.BoundedSemaphore, [3], /^<__main__\.Own at 0x[0-9a-f]+: value=3\/3>$/],
  Barrier: [threading.Barrier, [2], /^<__main__\.Own at 0x[0-9a-f]+: waiters=0\/2>$/],
  RLock: [threading.RLock, [], /^<unlocked Own object owner=0 count=0 at 0x[0-9a-f]+>$/],
};

runTest("attributes, methods, accessors and identity are those of one object in all threads", bases, ([Base, args, shown]) => {
  class Own extends Base {
    kind = "own";
    constructor(label, ...rest) {
      super(...rest);
      this.label = label;
      this.calls = list();
    }
    note(text) {
      this.calls.append(`${this.label} ${text}`);
      return this;
    }
    get last() {
      return this.calls[-1];
    }
  }
  const own = new Own("first", ...args);
  matches(String(own), shown);
  const seen = elsewhere(() => {
    own.note("from a thread");
    own.label = "second";
    return [own, own.kind, own instanceof Base, own.last];
  });
  ok(seen[0] === own);
  equal([...seen].slice(1), ["own", true, "first from a thread"]);
  equal([own.label, own.note("here").last], ["second", "second here"]);
  class Further extends Own {
    note(text) {
      return super.note(text.toUpperCase());
    }
  }
  const further = new Further("third", ...args);
  equal(elsewhere(() => further.note("over").last), "third OVER");
});

runOnce("an Event that remembers who set it", () => {
  class Signed extends threading.Event {
    by = null;
    set() {
      this.by = threading.get_ident();
      super.set();
    }
  }
  const event = new Signed();
  const waited = list();
  const bunch = new Bunch(2, () => waited.append([event.wait(), event.by]));
  bunch.awaitStarted();
  const setter = threading.Thread({ target: event.set });
  setter.start();
  bunch.awaitFinished();
  equal([...waited].map((entry) => [...entry]), [[true, setter.ident], [true, setter.ident]]);
});

runOnce("a Condition with a place for one item", () => {
  class Slot extends threading.Condition {
    constructor() {
      super(threading.Lock());
      this.items = list();
    }
    hand_over(item) {
      with_(this, () => {
        this.wait_for(() => this.items.length === 0);
        this.items.append(item);
        this.notify_all();
      });
    }
    take() {
      return with_(this, () => {
        this.wait_for(() => this.items.length > 0);
        const item = this.items.pop();
        this.notify_all();
        return item;
      });
    }
  }
  const slot = new Slot();
  const taken = list();
  const takers = new Bunch(2, () => {
    for (let i = 0; i < 20; i++) taken.append(slot.take());
  });
  const givers = new Bunch(2, (n) => {
    for (let i = 0; i < 20; i++) slot.hand_over(n * 20 + i);
  });
  givers.awaitFinished();
  takers.awaitFinished();
  equal([...taken].sort((a, b) => a - b), Array.from({ length: 40 }, (_, i) => i));
});

runTest("a semaphore that counts what it does", { Semaphore: threading.Semaphore, BoundedSemaphore: threading.BoundedSemaphore }, (Base) => {
  class Counting extends Base {
    acquired = 0;
    acquire(...args) {
      const got = super.acquire(...args);
      if (got) this.acquired += 1;
      return got;
    }
  }
  const semaphore = new Counting(1);
  new Bunch(3, () => {
    for (let i = 0; i < 10; i++) with_(semaphore, () => {});
  }).awaitFinished();
  // What a permit guards is changed by one thread at a time.
  equal([semaphore.acquired, semaphore._value, semaphore.acquire(false), semaphore.acquire(false)], [30, 1, true, false]);
});

runOnce("a Barrier whose subclass says what happens when all are there", () => {
  class Rounds extends threading.Barrier {
    constructor(parties) {
      super(parties);
      this.rounds = list();
    }
    wait(timeout) {
      const index = super.wait(timeout);
      if (index === this.parties - 1) this.rounds.append(this.rounds.length);
      return index;
    }
  }
  const barrier = new Rounds(3);
  new Bunch(3, () => {
    for (let i = 0; i < 5; i++) barrier.wait();
  }).awaitFinished();
  equal([[...barrier.rounds], barrier.n_waiting, barrier.broken], [[0, 1, 2, 3, 4], 0, false]);
});

runOnce("an RLock that keeps a name, and belongs to one thread as any", () => {
  class Named extends threading.RLock {
    constructor(name) {
      super();
      this.name = name;
    }
  }
  const lock = new Named("inner");
  with_(lock, () => with_(lock, () => {
    equal(elsewhere(() => [lock.acquire(false), lock.name].join()), "false,inner");
  }));
  raises(Error, "cannot release un-acquired lock", () => lock.release());
  const owner = threading.Thread({ target: () => void lock.acquire() });
  owner.start();
  owner.join();
  equal(lock.acquire(false), false);
});
