/** threading.local: one body for each behaviour, run for local itself and for a subclass that adds nothing. */
import { AttributeError } from "pythreads/builtins";
import { Bunch, elsewhere, equal, inThreads, list, ok, raises, runOnce, runTest, thread, threading, time } from "./harness.mjs";

class Empty extends threading.local {}
const classes = { local: () => threading.local(), "thread._local": () => new thread._local(), subclass: () => new Empty() };
const typeNames = { local: "_thread._local", "thread._local": "_thread._local", subclass: "Empty" };
const missing = (name, attribute) => `'${typeNames[name]}' object has no attribute '${attribute}'`;

runOnce("C207 a subclass whose constructor takes its time: each of ten threads has its own value", () => {
  class Slow extends threading.local {
    constructor() {
      super();
      time.sleep(0.002);
    }
  }
  const local = new Slow();
  const seen = list();
  new Bunch(10, (i) => {
    local.x = i;
    time.sleep(0.001);
    seen.append([i, local.x]);
  }).awaitFinished();
  equal(seen.length, 10);
  ok([...seen].every(([i, x]) => i === x));
});

class Taking extends threading.local {
  constructor(...args) {
    super(...args);
    this.args = args;
  }
}
class TakingToo extends Taking {}

runOnce("C209 arguments are for a constructor that takes them", () => {
  const refusal = "Initialization arguments are not supported";
  for (const Class of [threading.local, thread._local, Empty, class extends Empty {}]) {
    raises(TypeError, refusal, () => new Class(1));
    raises(TypeError, refusal, () => new Class({ a: 1 }));
  }
  raises(TypeError, refusal, () => threading.local(1));
  equal(new Taking(1, 2).args, [1, 2]);
  equal(new TakingToo(3).args, [3]);
});

function settingAndDeleting(make, name) {
  const local = make();
  local.x = 42;
  equal(local.x, 42);
  const outcomes = elsewhere(() => {
    const found = [];
    try {
      local.x;
    } catch (error) {
      found.push(error.name, error.message);
    }
    local.x = 7;
    found.push(local.x);
    delete local.x;
    try {
      local.x;
    } catch (error) {
      found.push(error.message);
    }
    return found;
  });
  equal([...outcomes], ["AttributeError", missing(name, "x"), 7, missing(name, "x")]);
  equal(local.x, 42);
  delete local.x;
  raises(AttributeError, missing(name, "x"), () => local.x);
  raises(AttributeError, missing(name, "x"), () => {
    delete local.x;
  });
  equal(elsewhere(() => {
    local.x = 1;
    return local.x;
  }), 1);
  raises(AttributeError, missing(name, "x"), () => local.x);
}

runTest("C210 what one thread sets and deletes, another does not see", { local: classes.local, "thread._local": classes["thread._local"] }, settingAndDeleting);

runTest("C211 the same for a subclass that adds nothing", { subclass: classes.subclass }, settingAndDeleting);

function dictAttribute(make, name) {
  const local = make();
  equal(Object.keys(local.__dict__), []);
  local.x = 5;
  local.y = null;
  equal(local.__dict__, { x: 5, y: null });
  local.__dict__.z = 6;
  equal(local.z, 6);
  delete local.__dict__.x;
  raises(AttributeError, missing(name, "x"), () => local.x);
  const readOnly = `'${typeNames[name]}' object attribute '__dict__' is read-only`;
  raises(AttributeError, readOnly, () => {
    local.__dict__ = {};
  });
  raises(AttributeError, readOnly, () => {
    delete local.__dict__;
  });
  equal([...elsewhere(() => Object.keys(local.__dict__))], []);
}

runTest("C212 __dict__ shows the thread's attributes, and cannot be replaced", { local: classes.local, "thread._local": classes["thread._local"] }, dictAttribute);

runTest("C213 the same for a subclass", { subclass: classes.subclass }, dictAttribute);

class Counter extends threading.local {
  /** The default of each thread. */
  number = 2;
  static made = threading.Semaphore(0);

  constructor(start, tags) {
    super(start, tags);
    this.number += start;
    this.tags = tags;
    Counter.made.release();
  }

  squared() {
    return this.number ** 2;
  }

  get half() {
    return this.number / 2;
  }
}

runOnce("C216 attributes, by turns in two threads", () => {
  const data = threading.local();
  data.number = 42;
  equal(data.number, 42);
  equal(data.__dict__, { number: 42 });
  data.__dict__.widgets = [];
  equal(data.widgets, []);
  const log = elsewhere(() => {
    const items = Object.entries(data.__dict__);
    data.number = 11;
    return [items.length, data.number];
  });
  equal([...log], [0, 11]);
  equal(data.number, 42);
});

runOnce("C216 a subclass: defaults, a constructor run once in each thread, methods and accessors", () => {
  const data = new Counter(1, list(["red"]));
  equal([data.number, data.squared(), data.half, data.tags[0]], [3, 9, 1.5, "red"]);
  data.number = 10;
  const before = Counter.made._value;
  const seen = elsewhere(() => {
    const first = [data.number, data.squared(), data.half];
    data.number = 20;
    data.tags.append("blue");
    return [...first, data.number, data.squared()];
  });
  equal([...seen], [3, 9, 1.5, 20, 400]);
  equal(Counter.made._value, before + 1);
  // The arguments are the same objects in all threads.
  equal([data.number, [...data.tags]], [10, ["red", "blue"]]);
});

runOnce("C216 the same object to all: identity, and what it is called", () => {
  const data = new Counter(1, null);
  ok(elsewhere(() => data) === data);
  ok(/^<__main__\.Counter object at 0x[0-9a-f]+>$/.test(String(data)));
  ok(/^<_thread\._local object at 0x[0-9a-f]+>$/.test(String(threading.local())));
  ok(threading.local === thread._local);
});

runOnce("methods are bound to their object, as in Python", () => {
  const data = new Counter(1, null);
  const { squared } = data;
  equal(squared(), 9);
  ok(data.squared === squared);
  const results = list();
  class Keeper extends threading.local {
    keep(n) {
      results.append(n);
    }
  }
  const keeper = new Keeper();
  const t = threading.Thread({ target: keeper.keep, args: [5] });
  t.start();
  t.join();
  equal([...results], [5]);
});

runOnce("an attribute goes before a method, and a setter of the class before both", () => {
  class Celsius extends threading.local {
    name() {
      return "method";
    }
    set degrees(value) {
      this.kelvin = value + 273;
    }
  }
  const data = new Celsius();
  equal(data.name(), "method");
  data.name = "attribute";
  equal(data.name, "attribute");
  equal(elsewhere(() => data.name()), "method");
  data.degrees = 10;
  equal(data.__dict__, { name: "attribute", kelvin: 283 });
});

runOnce("what the constructor raises in another thread comes out at the touch, each time", () => {
  const armed = threading.Event();
  class Fragile extends threading.local {
    constructor() {
      super();
      if (armed.is_set()) throw new TypeError("not here");
      this.ok = true;
    }
  }
  const data = new Fragile();
  armed.set();
  equal(elsewhere(() => {
    const messages = [];
    for (let i = 0; i < 2; i++) {
      try {
        data.ok;
      } catch (error) {
        messages.push(error.message);
      }
    }
    armed.clear();
    return [...messages, data.ok];
  }).join(), "not here,not here,true");
  equal(data.ok, true);
});

runTest("anything can be kept there, and a later thread on the same worker finds none of it", classes, (make) => {
  const local = make();
  local.fn = () => 1;
  local.promise = Promise.resolve();
  equal(local.fn(), 1);
  for (let i = 0; i < 4; i++) {
    inThreads(1, () => {
      if ("fn" in local || Object.keys(local).length > 0) throw new Error("seen by another thread");
      local.fn = new WeakMap();
    });
  }
});
