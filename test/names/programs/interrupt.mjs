/** interrupt_main: from main and from threads, with and without handlers. */
import { constants } from "node:os";
import { KeyboardInterrupt, ValueError } from "pythreads/builtins";
import { equal, list, ok, raises, runOnce, runTest, thread, threading, time } from "./harness.mjs";

const { SIGINT, SIGTERM } = constants.signals;
class Handled extends Error {}

/** Runs a body while a signal has a handler. */
function handling(name, handler, body) {
  process.on(name, handler);
  try {
    body();
  } finally {
    process.off(name, handler);
  }
}

const fromThread = (...args) => {
  const t = threading.Thread({ target: () => thread.interrupt_main(...args) });
  t.start();
  t.join();
  // Main has been told by now, whether it saw that in start or in join.
  time.sleep(0);
};

runTest("C166 an interrupt from a thread is KeyboardInterrupt in main, at start or join", {
  Thread: () => threading.Thread({ target: () => thread.interrupt_main() }),
  subclass: () => new (class extends threading.Thread {
    run() {
      thread.interrupt_main();
    }
  })(),
  Timer: () => threading.Timer(0, () => thread.interrupt_main()),
}, (make) => {
  const t = make();
  raises(KeyboardInterrupt, "", () => {
    t.start();
    t.join();
  });
  t.join();
  equal(t.is_alive(), false);
});

const waits = {
  sleep: (gate) => time.sleep(0.02),
  "Lock.acquire": (gate) => gate.lock.acquire(),
  "Event.wait": (gate) => gate.event.wait(),
  "Semaphore.acquire": (gate) => gate.semaphore.acquire(),
  "Condition.wait": (gate) => gate.condition.wait(),
};

runTest("a wait of main's is not cut short; the interrupt comes at its end", waits, (wait, name) => {
  const gate = { lock: threading.Lock(), event: threading.Event(), semaphore: threading.Semaphore(0), condition: threading.Condition() };
  gate.lock.acquire();
  gate.condition.acquire();
  const { lock, event, semaphore, condition } = gate;
  const interrupting = threading.Event();
  const t = threading.Thread({ target: () => {
    interrupting.wait();
    thread.interrupt_main();
    lock.release();
    event.set();
    semaphore.release();
    condition.acquire();
    condition.notify();
    condition.release();
  } });
  t.start();
  interrupting.set();
  const waited = list();
  raises(KeyboardInterrupt, "", () => {
    wait(gate);
    // The thread may have been quicker than the wait, which then did not block; the next call looks too.
    condition.release();
    waited.append(name);
    t.join();
  });
  if (waited.length === 0) condition.release();
  t.join();
});

runOnce("C167 main interrupts itself at once", () => {
  raises(KeyboardInterrupt, "", () => thread.interrupt_main());
  raises(KeyboardInterrupt, "", () => thread.interrupt_main(SIGINT));
  // Nothing is left over.
  time.sleep(0);
});

runTest("C168 a handler is called instead, in main, and what it raises surfaces there", {
  "SIGINT from main": ["SIGINT", (number) => thread.interrupt_main(number)],
  "SIGINT from a thread": ["SIGINT", fromThread],
  "SIGTERM from main": ["SIGTERM", (number) => thread.interrupt_main(number)],
  "SIGTERM from a thread": ["SIGTERM", fromThread],
}, ([name, interrupt]) => {
  const number = constants.signals[name];
  const seen = [];
  handling(name, (...args) => seen.push(args), () => interrupt(number));
  equal(seen, [[name, number]]);
  raises(Handled, "from the handler", () => handling(name, () => {
    throw new Handled("from the handler");
  }, () => interrupt(number)));
});

runTest("C169 a signal that is ignored, or that nobody handles, has no effect", {
  main: (...args) => thread.interrupt_main(...args), thread: fromThread,
}, (interrupt) => {
  equal(interrupt(SIGTERM), undefined);
  handling("SIGINT", () => {}, () => equal(interrupt(), undefined));
  handling("SIGTERM", () => {}, () => equal(interrupt(SIGTERM), undefined));
  equal(interrupt(64), undefined);
});

runTest("C170 numbers of no signal", { main: (call) => call(), thread: (call) => {
  const errors = list();
  const t = threading.Thread({ target: () => {
    try {
      call();
    } catch (error) {
      errors.append(error);
    }
  } });
  t.start();
  t.join();
  if (errors.length > 0) throw errors[0];
} }, (run) => {
  for (const number of [-1, 0, 65, 1000000]) raises(ValueError, "signal number out of range", () => run(() => thread.interrupt_main(number)));
  raises(TypeError, "'str' object cannot be interpreted as an integer", () => run(() => thread.interrupt_main("a")));
});

runTest("C171 a tight loop ends by a flag in a shared list", {
  list: () => list([true]), "attribute of a Thread": () => undefined,
}, (make) => {
  const flag = make();
  const started = list();
  class Looping extends threading.Thread {
    constructor() {
      super();
      this.running = true;
      this.turns = 0;
    }
    run() {
      started.append(1);
      let turns = 0;
      while (this.running) turns++;
      this.turns = turns;
    }
  }
  const loop = (running, begun, iterations) => {
    begun.append(1);
    let turns = 0;
    while (running[0]) turns++;
    iterations.append(turns);
  };
  const iterations = list();
  const t = flag === undefined ? new Looping() : threading.Thread({ target: loop, args: [flag, started, iterations] });
  t.start();
  while (started.length === 0);
  ok(t.is_alive());
  if (flag === undefined) t.running = false;
  else flag[0] = false;
  t.join();
  ok((flag === undefined ? t.turns : iterations[0]) >= 0);
});
