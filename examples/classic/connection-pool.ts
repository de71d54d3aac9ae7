// Connections that threads borrow from a pool, and a circuit breaker around what fails.
import * as threading from "pythreads/threading";
import * as queue from "pythreads/queue";
import * as time from "pythreads/time";
import { AssertionError, Exception, len, list, object, print, range, RuntimeError, ValueError, with_, ZeroDivisionError } from "pythreads/builtins";

class Connection extends object {
  static created = 0;
  static _lock = threading.Lock();
  id!: number;
  in_use_by: string | null;
  constructor() {
    super();
    with_(Connection._lock, () => {
      Connection.created += 1;
      this.id = Connection.created;
    });
    this.in_use_by = null;
  }
  execute(sql: string) {
    if (this.in_use_by !== threading.current_thread().name) throw new AssertionError("stolen");
    return `${this.id}:${sql}`;
  }
}

class PoolTimeout extends Exception {}

class ConnectionPool extends object {
  _sem: threading.BoundedSemaphore;
  _free: list<Connection>;
  _lock: threading.Lock;
  max_used: number;
  _used: number;
  constructor(size: number) {
    super();
    this._sem = threading.BoundedSemaphore(size);
    this._free = list();
    this._lock = threading.Lock();
    this.max_used = this._used = 0;
  }
  _take(timeout: number | null) {
    if (!this._sem.acquire({ timeout })) {
      throw new PoolTimeout(`no connection within ${timeout}s`);
    }
    const conn = with_(this._lock, () => {
      const conn = len(this._free) ? this._free.pop() : new Connection();
      this._used += 1;
      this.max_used = Math.max(this.max_used, this._used);
      return conn;
    });
    conn.in_use_by = threading.current_thread().name;
    return conn;
  }
  _give(conn: Connection) {
    conn.in_use_by = null;
    with_(this._lock, () => {
      this._used -= 1;
      this._free.append(conn);
    });
    this._sem.release();
  }
  connection({ timeout = null }: { timeout?: number | null } = {}) {
    let conn: Connection;
    return { __enter__: () => (conn = this._take(timeout)), __exit__: () => this._give(conn) };
  }
}

const pool = new ConnectionPool(2);
const results = queue.Queue<[number, string]>();
function client(n: number) {
  for (const i of range(5)) {
    with_(pool.connection(), (c) => {
      results.put([n, c.execute(`select ${i}`)]);
      time.sleep(0.0005);
    });
  }
}
const ts = [...range(4)].map((n) => threading.Thread({ target: client, args: [n] }));
for (const t of ts) t.start();
for (const t of ts) t.join();
print(results.qsize(), pool.max_used <= 2, Connection.created === pool.max_used);
with_(pool.connection(), (a) => {
  with_(pool.connection(), (b) => {
    print(a !== b);
    try {
      with_(pool.connection({ timeout: 0.01 }), () => {
        print("never");
      });
    } catch (e) {
      if (!(e instanceof PoolTimeout)) throw e;
      print(e.constructor.name, e);
    }
  });
});
try {
  with_(pool.connection(), () => {
    throw new RuntimeError("query failed");
  });
} catch (e) {
  if (!(e instanceof RuntimeError)) throw e;
  print(e, pool._used, len(pool._free));
}
try {
  pool._sem.release();
} catch (e) {
  if (!(e instanceof ValueError)) throw e;
  print("ValueError:", e);
}

class CircuitBreaker extends object {
  failures = 0;
  state = "closed";
  lock = threading.RLock();
  constructor(public limit: number) {
    super();
  }
  wrap<A extends unknown[], R>(fn: (...args: A) => R) {
    const self = this;
    function wrapper(...args: A): R {
      with_(self.lock, () => {
        if (self.state === "open") {
          throw new RuntimeError("circuit open");
        }
      });
      let result: R;
      try {
        result = fn(...args);
      } catch (e) {
        if (e instanceof ZeroDivisionError) {
          with_(self.lock, () => {
            self.failures += 1;
            if (self.failures >= self.limit) {
              self.state = "open";
            }
          });
        }
        throw e;
      }
      with_(self.lock, () => {
        self.failures = 0;
      });
      return result;
    }
    return wrapper;
  }
}
const breaker = new CircuitBreaker(2);
const divide = breaker.wrap((a: number, b: number) => {
  if (b === 0) throw new ZeroDivisionError("division by zero");
  return a / b;
});
const log = list<number | string>();
function caller(a: number, b: number) {
  try {
    log.append(divide(a, b));
  } catch (e) {
    log.append((e as Error).name);
  }
}
for (const args of [[1, 2], [1, 0], [1, 0], [1, 2]] as [number, number][]) {
  const t = threading.Thread({ target: caller, args });
  t.start(); t.join();
}
print(log, breaker.state);
