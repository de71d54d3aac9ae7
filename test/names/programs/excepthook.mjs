/** threading.excepthook, as it is seen from all sides. */
import { Exception, RuntimeError, SystemExit, ValueError } from "pythreads/builtins";
import module from "pythreads/threading";
import { equal, inThreads, list, matches, ok, raises, runOnce, thread, threading, time } from "./harness.mjs";

class Failing extends threading.Thread {
  run() {
    throw new ValueError("bug");
  }
}

class MyExit extends SystemExit {}

/** The hook sees the errors of this body, in a Thread. */
function seenIn(body, name = "T") {
  const seen = list();
  threading.set_excepthook((args) => {
    seen.append([args.exc_type.name, String(args.exc_value?.message ?? args.exc_value), args.thread.name, args.length, args.thread]);
  });
  const t = threading.Thread({ target: body, name });
  t.start();
  t.join();
  module.excepthook = threading.__excepthook__;
  return [seen, t];
}

runOnce("C161 a hook of one's own gets class, error, stack and the thread itself", () => {
  const seen = list();
  module.excepthook = (args) => {
    seen.append([args.exc_type === ValueError, args.exc_value.message, args.exc_value instanceof ValueError, typeof args.exc_traceback]);
    seen.append(args.thread);
    seen.append(args.thread === threading.current_thread());
    const [type, value, traceback, failed] = args;
    seen.append([type === args.exc_type, value === args[1], traceback === args[2], failed === args.thread, args.length, Array.isArray(args)]);
  };
  const t = new Failing();
  t.start();
  t.join();
  equal([...seen[0]], [true, "bug", true, "string"]);
  ok(seen[1] === t);
  equal(seen[2], true);
  equal([...seen[3]], [true, true, true, true, 4, true]);
  module.excepthook = threading.__excepthook__;
  equal(seen.length, 4);
});

runOnce("the hook is the default at first, and what was set is read back", () => {
  ok(module.excepthook === threading.__excepthook__);
  ok(threading.excepthook === threading.__excepthook__);
  const hook = () => {};
  module.excepthook = hook;
  ok(module.excepthook === hook);
  threading.set_excepthook(module.__excepthook__);
  ok(module.excepthook === threading.__excepthook__);
});

runOnce("a hook that one thread sets is the hook of all threads, running ones too", () => {
  const seen = list();
  const go = threading.Event();
  const running = threading.Thread({ target: () => {
    go.wait();
    throw new ValueError("from a running thread");
  } });
  running.start();
  inThreads(1, () => {
    module.excepthook = (args) => void seen.append(args.exc_value.message);
  });
  go.set();
  running.join();
  const later = new Failing();
  later.start();
  later.join();
  equal([...seen], ["from a running thread", "bug"]);
  const own = module.excepthook;
  ok(own !== threading.__excepthook__ && typeof own === "function");
  module.excepthook = threading.__excepthook__;
});

runOnce("the hook is called for SystemExit too, and for what is no error", () => {
  const [seen] = seenIn(() => {
    throw new SystemExit(3);
  });
  equal([seen[0][0], seen[0][1]], ["SystemExit", "3"]);
  const [other] = seenIn(() => {
    throw "a string";
  });
  equal([other[0][0], other[0][1]], ["String", "a string"]);
  const [async_] = seenIn(async () => {
    await null;
    throw new TypeError("later");
  });
  equal([async_[0][0], async_[0][1]], ["TypeError", "later"]);
});

runOnce("the hook is not called for raw threads that raise SystemExit, nor for main", () => {
  const seen = list();
  module.excepthook = (args) => void seen.append(1);
  inThreads(1, () => {
    thread.start_new_thread(() => thread.exit(), []);
  });
  while (thread._count() > 0) time.sleep(0.001);
  module.excepthook = threading.__excepthook__;
  equal(seen.length, 0);
});

runOnce("None: the hook of the time when the Thread was made is used, and none can be made", () => {
  const seen = list();
  module.excepthook = () => void seen.append("first");
  const t = new Failing();
  const unused = new Failing();
  module.excepthook = null;
  equal(module.excepthook, null);
  t.start();
  t.join();
  equal([...seen], ["first"]);
  raises(RuntimeError, "threading.excepthook is None", () => threading.Thread());
  threading.set_excepthook(threading.__excepthook__);
  ok(threading.Thread());
  void unused;
});

runOnce("what cannot cross is refused where it is set, and the hook stays", () => {
  const hook = () => {};
  module.excepthook = hook;
  const broken = new Promise(() => {});
  raises(TypeError, /Promise/, () => {
    module.excepthook = () => broken;
  });
  ok(module.excepthook === hook);
  module.excepthook = threading.__excepthook__;
});

runOnce("ExceptHookArgs", () => {
  raises(TypeError, "_thread._ExceptHookArgs() takes a 4-sequence (2-sequence given)", () => threading.ExceptHookArgs([1, 2]));
  const args = threading.ExceptHookArgs([ValueError, new ValueError("x"), undefined, null]);
  ok(args instanceof threading.ExceptHookArgs);
  matches(String(args), /^_thread\._ExceptHookArgs\(exc_type=<class '.*ValueError'>, exc_value=ValueError\('x'\), exc_traceback=None, thread=None\)$/);
  raises(TypeError, "_thread.excepthook argument type must be ExceptHookArgs", () => threading.__excepthook__([1, 2, 3, 4]));
  equal(args.slice(2), [undefined, null]);
});

runOnce("C160 SystemExit in a thread says nothing", () => {
  for (const value of [1, "text", undefined]) {
    const t = threading.Thread({ target: () => {
      throw new SystemExit(value);
    } });
    t.start();
    t.join();
    equal(t.is_alive(), false);
  }
});

void Exception;
void MyExit;
