// A pool of threads that call the functions they find in a queue.
//
// Not as in Python: JavaScript has no keyword arguments, so `**kwargs` is one object at the end.
import * as queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import { print, range, ValueError } from "pythreads/builtins";

type Task = [func: (...args: any[]) => void, args: unknown[]];

class Worker extends threading.Thread {
  tasks: queue.Queue<Task>;

  constructor(tasks: queue.Queue<Task>) {
    super();
    this.tasks = tasks;
    this.daemon = true;
    this.start();
  }

  run() {
    while (true) {
      const [func, args] = this.tasks.get();
      try {
        func(...args);
      } catch (error) {
        print("task failed:", error);
      } finally {
        this.tasks.task_done();
      }
    }
  }
}

class ThreadPool {
  tasks: queue.Queue<Task>;

  constructor(num_threads: number) {
    this.tasks = queue.Queue<Task>(num_threads);
    for (const _ of range(num_threads)) {
      new Worker(this.tasks);
    }
  }

  add_task<A extends unknown[]>(func: (...args: A) => void, ...args: A) {
    this.tasks.put([func, args]);
  }

  map<T>(func: (arg: T) => void, args_list: Iterable<T>) {
    for (const args of args_list) {
      this.add_task(func, args);
    }
  }

  wait_completion() {
    this.tasks.join();
  }
}

function power(base: number, { exponent = 2 } = {}) {
  results.put(base ** exponent);
}

function fail(message: string) {
  throw new ValueError(message);
}

const results = queue.Queue<number>();
const pool = new ThreadPool(3);
pool.map(power, range(1, 11));
pool.add_task(power, 2, { exponent: 10 });
pool.add_task(fail, "no such task");
pool.add_task(() => results.put(5000));
pool.wait_completion();
print("results:", results.qsize());
print("sum:", [...range(results.qsize())].reduce((sum) => sum + results.get(), 0));
