# Tasks that wait for the results of others are run by two workers as soon as they are ready.
import threading
from collections import defaultdict, deque

class TaskGraph:
    def __init__(self):
        self.deps = {}
        self.dependents = defaultdict(list)
        self.funcs = {}
    def task(self, name, *deps):
        def register(fn):
            self.funcs[name] = fn
            self.deps[name] = set(deps)
            for d in deps:
                self.dependents[d].append(name)
            return fn
        return register

class Executor:
    def __init__(self, graph, workers=2):
        self.graph = graph
        self.lock = threading.Condition()
        self.pending = {n: set(d) for n, d in graph.deps.items()}
        self.ready = deque(sorted(n for n, d in self.pending.items() if not d))
        self.results = {}
        self.order = []
        self.error = None
        self.workers = [threading.Thread(target=self._work, name=f"w{i}") for i in range(workers)]
    def run(self):
        for w in self.workers: w.start()
        for w in self.workers: w.join()
        if self.error:
            raise self.error
        return self.results
    def _work(self):
        while True:
            with self.lock:
                while not self.ready and len(self.results) < len(self.pending) and not self.error:
                    self.lock.wait()
                if self.error or len(self.results) == len(self.pending):
                    self.lock.notify_all()
                    return
                name = self.ready.popleft()
            try:
                value = self.graph.funcs[name](self.results)
            except Exception as e:
                with self.lock:
                    self.error = e
                    self.lock.notify_all()
                return
            with self.lock:
                self.results[name] = value
                self.order.append(name)
                for n in self.graph.dependents[name]:
                    self.pending[n].discard(name)
                    if not self.pending[n]:
                        self.ready.append(n)
                self.lock.notify_all()

g = TaskGraph()
@g.task("fetch")
def fetch(r): return [3, 1, 2]
@g.task("sort", "fetch")
def sort(r): return sorted(r["fetch"])
@g.task("sum", "fetch")
def total(r): return sum(r["fetch"])
@g.task("report", "sort", "sum")
def report(r): return f"{r['sort']} -> {r['sum']}"

ex = Executor(g)
res = ex.run()
print(res["report"], ex.order[0], ex.order[-1], sorted(ex.order))
@g.task("bad", "sum")
def bad(r): raise KeyError("nope")
try:
    Executor(g).run()
except KeyError as e:
    print("failed:", e)
