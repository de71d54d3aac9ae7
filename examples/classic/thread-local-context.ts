// Each request has its own context in a threading.local, down to the functions that nobody passes it to.
//
// Not as in Python: the arguments of a subclass of `local` are passed to `super()`, which gives them to the constructor
// again in each further thread; and `hasattr` is `in`.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { list, print, range } from "pythreads/builtins";

class Context extends threading.local {
  application: string;
  user: string;
  depth: number;

  constructor(application: string) {
    super(application);
    this.application = application;
    this.user = "nobody";
    this.depth = 0;
  }
}

const context = new Context("shop");
const plain = threading.local();
const log = list<string>();

function current_user() {
  return context.user;
}

function greet(step: number) {
  context.depth += 1;
  if (step > 0) {
    greet(step - 1);
  } else {
    log.append(`${context.application} greets ${current_user()} at depth ${context.depth}`);
  }
}

function handle(user: string, steps: number, ready: threading.Semaphore) {
  context.user = user;
  plain.number = steps;
  ready.release();
  time.sleep(0.01);
  greet(steps);
  log.append(`${user} still has ${plain.number}`);
}

plain.number = -1;
const everybody = threading.Semaphore(0);
const threads = [...range(3)].map((i) => threading.Thread({ target: handle, args: [`user${i}`, i, everybody] }));
for (const t of threads) {
  t.start();
}
for (const _ of threads) {
  everybody.acquire();
}
print("in main:", current_user(), context.depth, plain.number);
for (const t of threads) {
  t.join();
}
for (const line of [...log].sort()) {
  print(line);
}
delete plain.number;
print("left:", "number" in plain);
