/** What is misused raises, and what a thread raises ends that thread alone; what is printed is in shutdown.test.ts. */
import { RuntimeError } from "pythreads/builtins";
import * as fs from "node:fs";
import { elsewhere, equal, list, ok, raises, runOnce, runTest, threading, until } from "./harness.mjs";

class Sub extends threading.Thread {
  run() {}
}
const classes = {
  Thread: () => threading.Thread({ target: () => {} }), subclass: () => new Sub(), Timer: () => threading.Timer(0, () => {}),
};

runTest("C146 a second start", classes, (make) => {
  const t = make();
  t.start();
  raises(RuntimeError, "threads can only be started once", () => t.start());
  t.join();
  raises(RuntimeError, "threads can only be started once", () => t.start());
});

runOnce("C146 main and raw threads have been started", () => {
  raises(RuntimeError, "threads can only be started once", () => threading.main_thread().start());
});

runTest("C147 a thread that joins itself", {
  main: undefined, Thread: (body) => threading.Thread({ target: body }), subclass: (body) => new (class extends threading.Thread {})({ target: body }),
}, (make) => {
  const attempt = () => {
    try {
      threading.current_thread().join();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  const message = "RuntimeError: cannot join current thread";
  if (make === undefined) {
    equal(attempt(), message);
    return;
  }
  const said = list();
  const t = make(() => void said.append(attempt()));
  t.start();
  t.join();
  equal([...said], [message]);
});

runTest("C148 join before the start", classes, (make) => {
  raises(RuntimeError, "cannot join thread before it is started", () => make().join());
  raises(RuntimeError, "cannot join thread before it is started", () => make().join(0));
});

runTest("C149 daemon cannot be set once a thread was started", classes, (make) => {
  const t = make();
  t.daemon = false;
  const refused = (set) => raises(RuntimeError, "cannot set daemon status of active thread", set);
  t.start();
  refused(() => {
    t.daemon = true;
  });
  t.join();
  refused(() => {
    t.daemon = false;
  });
  refused(() => t.setDaemon(true));
  refused(() => {
    threading.main_thread().daemon = true;
  });
  equal(t.daemon, false);
});

runTest("C151 endless recursion can be caught, and the thread goes on", { Thread: undefined, subclass: undefined, raw: undefined, async: undefined }, (_, kind) => {
  const said = list();
  function deeper(n) {
    return deeper(n + 1) + 1;
  }
  const body = () => {
    try {
      deeper(0);
    } catch (error) {
      said.append(error instanceof RangeError);
    }
    said.append("goes on");
  };
  class Deep extends threading.Thread {
    run() {
      body();
    }
  }
  if (kind === "raw") {
    elsewhere(body);
  } else {
    const target = kind === "async" ? async () => {
      await null;
      body();
    } : body;
    const t = kind === "subclass" ? new Deep() : threading.Thread({ target });
    t.start();
    t.join();
  }
  equal([...said], [true, "goes on"]);
});

runTest("C151 what is held is released on the way out of an endless recursion", {
  Lock: () => threading.Lock(), BoundedSemaphore: () => threading.BoundedSemaphore(1),
}, (make) => {
  const lock = make();
  function deeper(n) {
    return deeper(n + 1) + 1;
  }
  const raised = elsewhere(() => {
    lock.acquire();
    try {
      deeper(0);
    } catch (error) {
      return error.name;
    } finally {
      lock.release();
    }
  });
  equal(raised, "RangeError");
  equal(lock.acquire(false), true);
  lock.release();
});

runOnce("C157 a hundred threads write to one file, one after another", () => {
  const name = "modified-by-threads.txt";
  fs.writeFileSync(name, "");
  const file = fs.openSync(name, "a");
  const modify = (i) => {
    fs.appendFileSync(file, `${i}\n`);
    if (!fs.fstatSync(file).isFile()) throw new Error("no file");
  };
  for (let i = 0; i < 100; i++) {
    const t = threading.Thread({ target: modify, args: [i] });
    t.start();
    t.join();
    ok(!t.is_alive());
  }
  fs.closeSync(file);
  equal(fs.readFileSync(name, "utf8"), Array.from({ length: 100 }, (_, i) => `${i}\n`).join(""));
  fs.unlinkSync(name);
});

runOnce("an exception ends its own thread only", () => {
  const hook = threading.set_excepthook;
  const seen = list();
  hook((args) => void seen.append(args.thread.name));
  const go = threading.Event();
  const other = threading.Thread({ target: () => void go.wait() });
  other.start();
  const failing = threading.Thread({ target: () => {
    throw new RuntimeError("once");
  }, name: "failing" });
  failing.start();
  until(() => !failing.is_alive());
  failing.join();
  equal([other.is_alive(), [...seen]], [true, ["failing"]]);
  go.set();
  other.join();
  hook(threading.__excepthook__);
});
