// Tasks that wait for the results of others are run by two workers as soon as they are ready.
import * as threading from "pythreads/threading";
import { dict, KeyError, len, list, object, print, range, repr, set, with_ } from "pythreads/builtins";

type Fn = (r: dict<string, any>) => unknown;

class TaskGraph extends object {
  deps = dict<string, set<string>>();
  dependents = dict<string, list<string>>();
  funcs = dict<string, Fn>();
  task(name: string, ...deps: string[]) {
    return (fn: Fn) => {
      this.funcs[name] = fn;
      this.deps[name] = set(deps);
      for (const d of deps) {
        this.dependents.setdefault(d, list()).append(name);
      }
      return fn;
    };
  }
}

class Executor extends object {
  lock = threading.Condition();
  pending: dict<string, set<string>>;
  ready: list<string>;
  results = dict<string, unknown>();
  order = list<string>();
  error: unknown = null;
  workers: threading.Thread[];
  constructor(public graph: TaskGraph, workers = 2) {
    super();
    this.pending = dict([...graph.deps.items()].map(([n, d]) => [n, set(d)]));
    this.ready = list([...this.pending.items()].filter(([, d]) => !len(d)).map(([n]) => n).sort());
    this.workers = [...range(workers)].map((i) => threading.Thread({ target: this._work, name: `w${i}` }));
  }
  run() {
    for (const w of this.workers) w.start();
    for (const w of this.workers) w.join();
    if (this.error) {
      throw this.error;
    }
    return this.results;
  }
  _work() {
    while (true) {
      const name = with_(this.lock, () => {
        while (!len(this.ready) && len(this.results) < len(this.pending) && !this.error) {
          this.lock.wait();
        }
        if (this.error || len(this.results) === len(this.pending)) {
          this.lock.notify_all();
          return null;
        }
        return this.ready.pop(0);
      });
      if (name === null) return;
      let value: unknown;
      try {
        value = this.graph.funcs[name](this.results);
      } catch (e) {
        with_(this.lock, () => {
          this.error = e;
          this.lock.notify_all();
        });
        return;
      }
      with_(this.lock, () => {
        this.results[name] = value;
        this.order.append(name);
        for (const n of this.graph.dependents.get(name, [])) {
          this.pending[n].discard(name);
          if (!len(this.pending[n])) {
            this.ready.append(n);
          }
        }
        this.lock.notify_all();
      });
    }
  }
}

const g = new TaskGraph();
g.task("fetch")(() => [3, 1, 2]);
g.task("sort", "fetch")((r) => [...r["fetch"]].sort());
g.task("sum", "fetch")((r) => r["fetch"].reduce((a: number, b: number) => a + b));
g.task("report", "sort", "sum")((r) => `${repr(r["sort"])} -> ${r["sum"]}`);

const ex = new Executor(g);
const res = ex.run();
print(res["report"], ex.order[0], ex.order[-1], [...ex.order].sort());
g.task("bad", "sum")(() => { throw new KeyError("nope"); });
try {
  new Executor(g).run();
} catch (e) {
  if (!(e instanceof KeyError)) throw e;
  print("failed:", e);
}
