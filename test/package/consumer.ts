/** A project that uses the pack with types. Compiled, never run, as ESM and as CommonJS, without the types of Node. */
import * as pythreads from "pythreads";
import { list, object, print, range } from "pythreads/builtins";
import * as faulthandler from "pythreads/faulthandler";
import * as Queue from "pythreads/queue";
import * as random from "pythreads/random";
import * as thread from "pythreads/thread";
import threadingObject from "pythreads/threading";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";

const numbers = list<number>();
numbers.append(1);
const first: number = numbers[0];

const queue = Queue.Queue<string>(5);
queue.put("a", { timeout: 0.5 });
const got: string = queue.get({ timeout: 1 });
const other = new Queue.LifoQueue<number>();
const size: number = other.qsize();

const lock = threading.Lock();
const taken: boolean = lock.acquire(false);
const raw: thread.LockType = thread.allocate_lock();
const ident: number = thread.start_new_thread((name: string) => print(name), ["a"]);

threading.dump_threads();
faulthandler.register("SIGUSR2", 1);
faulthandler.dump_traceback_later({ timeout: 1.5, repeat: true });

class Account extends object {
  balance = 0;
}

class Worker extends threading.Thread {
  account: Account;

  constructor(account: Account) {
    super({ name: "worker", daemon: true });
    this.account = account;
  }

  run() {
    for (const i of range(3)) this.account.balance += i;
    time.sleep(random.random());
  }
}

const worker = new Worker(new Account());
worker.start();
worker.join(1.5);
const alive: boolean = worker.is_alive() && worker.isAlive();
const named: string = threading.current_thread().name;
const timer: threading.Timer = threading.Timer(0.5, () => {}, []);
const keyed: threading.Timer = new threading.Timer(0.5, (n: number) => n, { args: [1] });
const whole: threading.Timer = threading.Timer({ interval: 0.5, function: (n: number) => n, args: [1], kwargs: {} });
const same: typeof threading.Lock = threadingObject.Lock;
const event = pythreads.threading.Event();
const jobs = pythreads.Queue.Queue<number>();

// @ts-expect-error a queue of strings holds no numbers
queue.put(1);
// @ts-expect-error Python has no such name
threading.Mutex();

export const all = [first, got, size, taken, raw, ident, alive, named, timer, keyed, whole, same, event, jobs];
