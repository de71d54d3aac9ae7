// A class that makes its only instance when it is first asked for, checked once without and once with the lock.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { list, object, print, range } from "pythreads/builtins";

class Registry extends object {
  static _instance: Registry | null = null;
  static _lock = threading.Lock();
  static made = 0;
  lock: threading.Lock;
  members: list<string>;

  constructor() {
    super();
    time.sleep(0.01);
    Registry.made += 1;
    this.lock = threading.Lock();
    this.members = list();
  }

  static instance() {
    if (this._instance === null) {
      using _ = this._lock.hold();
      if (this._instance === null) {
        this._instance = new this();
      }
    }
    return this._instance;
  }

  enroll(name: string) {
    using _ = this.lock.hold();
    this.members.append(name);
  }
}

function visitor(seen: list<Registry>) {
  const registry = Registry.instance();
  registry.enroll(threading.current_thread().name);
  seen.append(registry);
}

const seen = list<Registry>();
const threads = [...range(6)].map((i) => threading.Thread({ target: visitor, args: [seen], name: `visitor-${i}` }));
print("before:", Registry._instance);
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
print("made:", Registry.made);
print("all the same:", seen.every((registry) => registry === Registry.instance()));
print("members:", [...Registry.instance().members].sort());
