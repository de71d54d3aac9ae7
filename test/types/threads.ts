/** Threads: arguments follow from the target's parameters. Compiled, never run; each wrong call must be an error. */
import { list, object, print, range } from "pythreads/builtins";
import * as thread from "pythreads/thread";
import * as threading from "pythreads/threading";
import threadingObject from "pythreads/threading";
import { same } from "./same.js";

function none(): void {}
function one(_n: number): void {}
function optional(_n: number, _text?: string): void {}
function many(..._numbers: number[]): void {}
function generic<T>(_value: T): void {}
function withKeywords(_n: number, _options: { delay: number }): void {}
function withOptionalKeywords(_n: number, _options?: { delay?: number }): void {}
async function later(_n: number): Promise<number> {
  return 1;
}
const numbers: number[] = [];
const shared = list<number>();
const any: any = undefined;

// ---------------------------------------------------------------- Thread by keywords
same<threading.Thread>()(threading.Thread());
same<threading.Thread>()(new threading.Thread());
threading.Thread({});
threading.Thread({ name: "worker", daemon: true });
threading.Thread({ name: null, daemon: null, group: null, target: null });
threading.Thread({ target: none });
threading.Thread({ target: none, args: [] });
threading.Thread({ target: one, args: [1] });
threading.Thread({ target: later, args: [1], name: "later" });
threading.Thread({ target: optional, args: [1] });
threading.Thread({ target: optional, args: [1, "a"] });
threading.Thread({ target: many });
threading.Thread({ target: many, args: [1, 2, 3] });
threading.Thread({ target: many, args: numbers });
threading.Thread({ target: many, args: range(3) });
threading.Thread({ target: one, args: shared });
threading.Thread({ target: one, args: new Set([1]) });
threading.Thread({ target: generic, args: [1] });
threading.Thread({ target: print, args: ["a", 1, { end: "" }] });
threading.Thread({ target: (n) => same<number>()(n), args: [1] });
threading.Thread({ target: () => 1 });
threading.Thread({ target: any, args: any });
threading.Thread({ target: one, args: [1] as const });
threading.Thread({ target: withKeywords, args: [1], kwargs: { delay: 1 } });
threading.Thread({ target: withOptionalKeywords, args: [1], kwargs: { delay: 1 } });
threading.Thread({ target: withOptionalKeywords, args: [1] });
new threading.Thread({ target: one, args: [1] });

// @ts-expect-error the target needs an argument
threading.Thread({ target: one });
// @ts-expect-error too few arguments
threading.Thread({ target: one, args: [] });
// @ts-expect-error an argument of another type
threading.Thread({ target: one, args: ["1"] });
// @ts-expect-error too many arguments
threading.Thread({ target: one, args: [1, 2] });
// @ts-expect-error the second argument is of another type
threading.Thread({ target: optional, args: [1, 2] });
// @ts-expect-error the target takes none
threading.Thread({ target: none, args: [1] });
// @ts-expect-error any number of numbers is not one
threading.Thread({ target: one, args: numbers });
// @ts-expect-error a list of strings
threading.Thread({ target: one, args: list<string>() });
// @ts-expect-error a set of strings
threading.Thread({ target: one, args: new Set(["a"]) });
// @ts-expect-error arguments are no single value
threading.Thread({ target: one, args: 1 });
// @ts-expect-error no such keyword
threading.Thread({ target: one, arg: [1] });
// @ts-expect-error no such keyword
threading.Thread({ targt: none });
// @ts-expect-error no such keyword
threading.Thread({ name: "a", deamon: true });
// @ts-expect-error kwargs of another type
threading.Thread({ target: withKeywords, args: [1], kwargs: { delay: "a" } });
// @ts-expect-error kwargs are missing
threading.Thread({ target: withKeywords, args: [1] });
// @ts-expect-error kwargs of another name
threading.Thread({ target: withKeywords, args: [1], kwargs: { dealy: 1 } });
// @ts-expect-error the target takes no kwargs
threading.Thread({ target: one, args: [1], kwargs: { delay: 1 } });
// @ts-expect-error not a function
threading.Thread({ target: 1 });
// @ts-expect-error what a function returned is not the function
threading.Thread({ target: one(1) });
// @ts-expect-error the group is reserved
threading.Thread({ group: 1, target: none });
// @ts-expect-error an argument of another type, with new
new threading.Thread({ target: one, args: ["1"] });
// @ts-expect-error no such keyword, with new
new threading.Thread({ target: none, nam: "a" });

// ---------------------------------------------------------------- Thread in Python's order
threading.Thread(null, none);
threading.Thread(undefined, one, "name", [1]);
threading.Thread(null, one, null, [1], null, { daemon: true });
threading.Thread(null, one, { args: [1], daemon: true });
threading.Thread(null, withKeywords, "name", [1], { delay: 1 });
threading.Thread(null, withKeywords, { args: [1], kwargs: { delay: 1 } });

// @ts-expect-error the function comes second, as in Python
threading.Thread(none);
// @ts-expect-error an argument of another type
threading.Thread(null, one, "name", ["1"]);
// @ts-expect-error an argument of another type
threading.Thread(null, one, { args: ["1"] });
// @ts-expect-error no such keyword
threading.Thread(null, one, { arg: [1] });

// ---------------------------------------------------------------- what a thread has
const t = threading.Thread({ target: none });
same<void>()(t.start());
same<unknown>()(t.join());
t.join(1.5);
t.join(null);
t.join({ timeout: 1 });
same<Promise<void>>()(t.join_async({ timeout: 1 }));
same<boolean>()(t.is_alive());
same<boolean>()(t.isAlive());
same<number | undefined>()(t.ident);
same<number | undefined>()(t.native_id);
same<string>()(t.name);
same<string>()(t.getName());
t.name = "other";
t.daemon = true;
t.setDaemon(false);

// @ts-expect-error no such keyword
t.join({ timout: 1 });
// @ts-expect-error seconds are a number
t.join("1");
// @ts-expect-error it is read-only
t.ident = 1;
// @ts-expect-error a signal is no option of the blocking form
t.join({ timeout: 1, signal: any });

// ---------------------------------------------------------------- subclasses
class Worker extends threading.Thread {
  result = 0;
  jobs: list<number>;

  constructor(jobs: list<number>) {
    super({ name: "worker", daemon: true });
    this.jobs = jobs;
  }

  run() {
    this.result = this.jobs.pop();
  }

  join(timeout?: number | null) {
    super.join(timeout);
    return this.result;
  }
}
same<number>()(new Worker(shared).join());

class Later extends threading.Thread {
  async run() {
    await this.join_async();
  }
}
new Later().start();
// @ts-expect-error a class of one's own needs new
Later();

class Account extends object {
  balance = 0;
  deposit(amount: number) {
    this.balance += amount;
  }
}
threading.Thread({ target: new Account().deposit, args: [1] });
// @ts-expect-error an argument of another type
threading.Thread({ target: new Account().deposit, args: ["1"] });

// ---------------------------------------------------------------- Timer
same<threading.Timer>()(threading.Timer(1, none));
threading.Timer(0.5, one, [1]);
new threading.Timer(1, none, null, null);
threading.Timer(1, optional, [1]);
threading.Timer(1, withKeywords, [1], { delay: 1 });
threading.Timer(1, withKeywords, { args: [1], kwargs: { delay: 1 } });
threading.Timer(1, one, { args: [1] });
threading.Timer({ interval: 1, function: one, args: [1] });
threading.Timer(1, (n) => same<number>()(n), [1]);
const timer = threading.Timer(1, none);
timer.cancel();
same<number>()(timer.interval);
same<threading.Event>()(timer.finished);
class Repeat extends threading.Timer {
  run() {
    while (!this.finished.wait(this.interval)) this.function(...this.args);
  }
}
new Repeat(1, one, [1]).start();
class Old extends threading._Timer {}
new Old(1, none);

// @ts-expect-error the function is missing
threading.Timer(1);
// @ts-expect-error the interval is missing
threading.Timer(none);
// @ts-expect-error the arguments are missing
threading.Timer(1, one);
// @ts-expect-error an argument of another type
threading.Timer(1, one, ["1"]);
// @ts-expect-error too many arguments
threading.Timer(1, one, [1, 2]);
// @ts-expect-error an argument of another type, with new
new threading.Timer(1, one, ["1"]);
// @ts-expect-error no such keyword
threading.Timer(1, one, { arg: [1] });
// @ts-expect-error the interval is seconds
threading.Timer("1", none);
// @ts-expect-error kwargs of another type
threading.Timer(1, withKeywords, [1], { delay: "1" });

// ---------------------------------------------------------------- raw threads
same<number>()(thread.start_new_thread(none, []));
thread.start_new_thread(one, [1]);
thread.start_new_thread(one, shared);
thread.start_new_thread(optional, [1]);
thread.start_new_thread(withKeywords, [1], { delay: 1 });
thread.start_new_thread((n, text) => print(same<number>()(n), same<string>()(text)), [1, "a"]);
thread.start_new(one, [1]);
same<thread._ThreadHandle>()(thread.start_joinable_thread(none, { daemon: false }));

// @ts-expect-error the arguments are missing
thread.start_new_thread(none);
// @ts-expect-error too few arguments
thread.start_new_thread(one, []);
// @ts-expect-error an argument of another type
thread.start_new_thread(one, ["1"]);
// @ts-expect-error too many arguments
thread.start_new_thread(one, [1, 2]);
// @ts-expect-error the target takes no kwargs
thread.start_new_thread(one, [1], { delay: 1 });
// @ts-expect-error kwargs of another type
thread.start_new_thread(withKeywords, [1], { delay: "1" });
// @ts-expect-error it is called without arguments
thread.start_joinable_thread(one);
// @ts-expect-error no such keyword
thread.start_joinable_thread(none, { deamon: false });

// ---------------------------------------------------------------- functions of the modules
same<threading.Thread>()(threading.current_thread());
same<threading.Thread>()(threading.currentThread());
same<threading.Thread[]>()(threading.enumerate());
same<number>()(threading.active_count());
same<number>()(threading.stack_size(65536));
same<never>()(thread.exit());
threading._register_atexit(one, 1);
threading.settrace(null);
thread.interrupt_main();

// @ts-expect-error an argument of another type
threading._register_atexit(one, "1");
// @ts-expect-error bytes are a number
threading.stack_size("64k");
// @ts-expect-error there is no such hook
threading.settrace(() => {});
// @ts-expect-error Python has no such name
threading.Mutex();

// ---------------------------------------------------------------- hooks
threadingObject.excepthook = (args) => {
  same<threading.Thread>()(args.thread);
  same<string | undefined>()(args.exc_traceback);
  same<unknown>()(args.exc_value);
};
threadingObject.excepthook = null;
threading.set_excepthook(({ thread: failed, exc_value }) => print(failed.name, exc_value));
threading.__excepthook__(threading.ExceptHookArgs([TypeError, new TypeError("x"), null, t]));
same<typeof threading.Thread>()(threadingObject.Thread);

// @ts-expect-error four fields
threading.ExceptHookArgs([TypeError, null]);
// @ts-expect-error the hook takes one argument
threading.set_excepthook((_args: threading.ExceptHookArgs, _more: number) => {});
// @ts-expect-error classes of the module are not replaced
threadingObject.Thread = any;
