// Queues that are extended: no item twice, closable and iterable, joined with a timeout, largest first, peeked into and emptied.
import * as threading from "pythreads/threading";
import { Queue, Empty } from "pythreads/queue";
import { list, object, print, range, repr, set, str, with_ } from "pythreads/builtins";

class UniqueQueue<T> extends Queue<T> {
  seen!: set<T>;
  _init(maxsize: number) {
    super._init(maxsize);
    this.seen = set();
  }
  _put(item: T) {
    if (!this.seen.has(item)) {
      this.seen.add(item);
      super._put(item);
    }
  }
}

class ClosableQueue<T> extends Queue<any> {
  static SENTINEL = object();
  close() {
    this.put(ClosableQueue.SENTINEL);
  }
  *[Symbol.iterator](): Generator<T> {
    while (true) {
      const item = this.get();
      try {
        if (item === ClosableQueue.SENTINEL) {
          return;
        }
        yield item;
      } finally {
        this.task_done();
      }
    }
  }
}

class StoppableWorker<A, B> extends threading.Thread {
  constructor(public func: (x: A) => B, public in_queue: ClosableQueue<A>, public out_queue: Queue<B>) {
    super();
  }
  run() {
    for (const item of this.in_queue) {
      this.out_queue.put(this.func(item));
    }
  }
}

class TimeoutQueue<T> extends Queue<T> {
  join_with_timeout(timeout: number) {
    return with_(this.all_tasks_done, () => {
      if (!this.all_tasks_done.wait_for(() => this.unfinished_tasks === 0, timeout)) {
        return false;
      }
      return true;
    });
  }
}

class MaxHeapQueue extends Queue<[number, string]> {
  heap!: list<[number, string]>;
  _init() {
    this.heap = list();
  }
  _qsize() {
    return this.heap.length;
  }
  _put(item: [number, string]) {
    this.heap.append([-item[0], item[1]]);
    this.heap.sort();
  }
  _get(): [number, string] {
    const [p, v] = this.heap.pop(0);
    return [-p, v];
  }
}

class PeekQueue<T> extends Queue<T> {
  peek() {
    return with_(this.mutex, () => {
      if (!this._qsize()) {
        throw new Empty();
      }
      return this.queue[0];
    });
  }
  clear() {
    with_(this.mutex, () => {
      const unfinished = this.unfinished_tasks - this.queue.length;
      this.queue.clear();
      if (unfinished <= 0) {
        this.all_tasks_done.notify_all();
      }
      this.unfinished_tasks = unfinished;
      this.not_full.notify_all();
    });
  }
}

const u = new UniqueQueue<number>();
for (const x of [3, 1, 3, 2, 1]) {
  u.put(x);
}
print("unique", [...range(u.qsize())].map(() => u.get()), u.unfinished_tasks);

const download = new ClosableQueue<number>(), resize = new ClosableQueue<number>(), upload = new ClosableQueue<number>();
const done = new Queue<string>();
const threads = [
  new StoppableWorker((x: number) => x * 2, download, resize),
  new StoppableWorker((x: number) => x + 1, resize, upload),
  new StoppableWorker((x: number) => str(x), upload, done),
];
for (const t of threads) {
  t.start();
}
for (const i of range(6)) {
  download.put(i);
}
download.close();
download.join();
resize.close();
resize.join();
upload.close();
upload.join();
print(done.qsize(), "items finished", [...range(6)].map(() => done.get()));
for (const t of threads) {
  t.join();
}

const tq = new TimeoutQueue();
tq.put("slow");
print(tq.join_with_timeout(0.02));
tq.get(); tq.task_done();
print(tq.join_with_timeout(0.02));

const m = new MaxHeapQueue();
for (const [p, v] of [[1, "low"], [9, "high"], [5, "mid"]] as [number, string][]) {
  m.put([p, v]);
}
print("[" + [...range(3)].map(() => m.get()).map(([p, v]) => `(${p}, '${v}')`).join(", ") + "]");

const p = new PeekQueue<string>({ maxsize: 2 });
try {
  p.peek();
} catch (e) {
  if (!(e instanceof Empty)) throw e;
  print("nothing", repr(e));
}
p.put("a"); p.put("b");
print(p.peek(), p.full(), p.qsize());
const t = threading.Thread({ target: p.put, args: ["c"] });
t.start();
p.clear();
t.join();
print(p.get(), p.unfinished_tasks);
