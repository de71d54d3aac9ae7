/** `import threading from …`, as Python writes it: the name stands for the types of the module too. */
import builtins from "pythreads/builtins";
import Queue from "pythreads/queue";
import random from "pythreads/random";
import thread from "pythreads/thread";
import threading from "pythreads/threading";
import time from "pythreads/time";
import { same } from "./same.js";

class Worker extends threading.Thread {
  constructor(
    public lock: threading.Lock,
    public gate: threading.Event,
    public jobs: Queue.Queue<number>,
  ) {
    super();
  }
}

const worker = new Worker(threading.Lock(), threading.Event(), Queue.Queue(5));
const threads: threading.Thread[] = [worker];
const raw: thread.LockType = thread.allocate_lock();
const numbers: builtins.list<number> = builtins.list([1]);
const ages: builtins.dict<string, number> = builtins.dict({ ann: 3 });
const own: threading.local<{ n: number }> = threading.local<{ n: number }>();
const generator: random.Random = new random.Random(1);
const now: time.struct_time = time.localtime();
const failed = (error: unknown): error is builtins.ValueError => error instanceof builtins.ValueError;
threading.excepthook = (args: threading.ExceptHookArgs) => args.thread;

same<number>()(worker.jobs.get());
same<number>()(numbers[0]);
same<number>()(own.n);
same<number>()(generator.random());
void [threads, raw, ages, now, failed];

// @ts-expect-error: of the module object, the hook alone can be set.
threading.Thread = Worker;
