# Connections that threads borrow from a pool, and a circuit breaker around what fails.
import threading
import queue
import time
from contextlib import contextmanager

class Connection:
    created = 0
    _lock = threading.Lock()
    def __init__(self):
        with Connection._lock:
            Connection.created += 1
            self.id = Connection.created
        self.in_use_by = None
    def execute(self, sql):
        assert self.in_use_by == threading.current_thread().name, "stolen"
        return f"{self.id}:{sql}"

class PoolTimeout(Exception):
    pass

class ConnectionPool:
    def __init__(self, size):
        self._sem = threading.BoundedSemaphore(size)
        self._free = []
        self._lock = threading.Lock()
        self.max_used = self._used = 0
    def _take(self, timeout):
        if not self._sem.acquire(timeout=timeout):
            raise PoolTimeout(f"no connection within {timeout}s")
        with self._lock:
            conn = self._free.pop() if self._free else Connection()
            self._used += 1
            self.max_used = max(self.max_used, self._used)
        conn.in_use_by = threading.current_thread().name
        return conn
    def _give(self, conn):
        conn.in_use_by = None
        with self._lock:
            self._used -= 1
            self._free.append(conn)
        self._sem.release()
    @contextmanager
    def connection(self, timeout=None):
        conn = self._take(timeout)
        try:
            yield conn
        finally:
            self._give(conn)

pool = ConnectionPool(2)
results = queue.Queue()
def client(n):
    for i in range(5):
        with pool.connection() as c:
            results.put((n, c.execute(f"select {i}")))
            time.sleep(0.0005)
ts = [threading.Thread(target=client, args=(n,)) for n in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(results.qsize(), pool.max_used <= 2, Connection.created == pool.max_used)
with pool.connection() as a, pool.connection() as b:
    print(a is not b)
    try:
        with pool.connection(timeout=0.01):
            print("never")
    except PoolTimeout as e:
        print(type(e).__name__, e)
try:
    with pool.connection() as c:
        raise RuntimeError("query failed")
except RuntimeError as e:
    print(e, pool._used, len(pool._free))
try:
    pool._sem.release()
except ValueError as e:
    print("ValueError:", e)

class CircuitBreaker:
    def __init__(self, limit):
        self.limit = limit
        self.failures = 0
        self.state = "closed"
        self.lock = threading.RLock()
    def __call__(self, fn):
        def wrapper(*args):
            with self.lock:
                if self.state == "open":
                    raise RuntimeError("circuit open")
            try:
                result = fn(*args)
            except ZeroDivisionError:
                with self.lock:
                    self.failures += 1
                    if self.failures >= self.limit:
                        self.state = "open"
                raise
            with self.lock:
                self.failures = 0
            return result
        return wrapper
breaker = CircuitBreaker(2)
@breaker
def divide(a, b):
    return a / b
log = []
def caller(a, b):
    try:
        log.append(divide(a, b))
    except Exception as e:
        log.append(type(e).__name__)
for args in [(1, 2), (1, 0), (1, 0), (1, 2)]:
    t = threading.Thread(target=caller, args=args)
    t.start(); t.join()
print(log, breaker.state)
