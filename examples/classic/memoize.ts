// A decorator that remembers results in a dict under a lock, so that each is computed once, whichever thread asks first.
//
// Not as in Python: functions cannot be decorated by `@`, so `memoize` is called with the function; a key that is a tuple
// cannot stand in `cache[…]`, which takes strings and numbers, so the dict's methods are called by name.
import * as threading from "pythreads/threading";
import { dict, len, list, print } from "pythreads/builtins";

function memoize<A extends unknown[], R>(func: (...args: A) => R) {
  const cache = dict<A, R>();
  const lock = threading.RLock();

  function wrapper(...args: A) {
    using _ = lock.hold();
    if (!cache.has(args)) {
      cache.__setitem__(args, func(...args));
    }
    return cache.__getitem__(args);
  }

  wrapper.cache = cache;
  return wrapper;
}

const calls = list<number>();

const fibonacci = memoize((n: number): number => {
  calls.append(n);
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
});

const paths = memoize((rows: number, columns: number): number => {
  if (rows === 0 || columns === 0) {
    return 1;
  }
  return paths(rows - 1, columns) + paths(rows, columns - 1);
});

const results = list<[number, number, number]>();

function ask(n: number) {
  results.append([n, fibonacci(n), paths(n % 6, 4)]);
}

const threads = [30, 10, 25, 30, 5].map((n) => threading.Thread({ target: ask, args: [n] }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
results.sort();
for (const [n, number, ways] of results) {
  print(n, "gives", number, "and", ways);
}
print("calls:", len(calls), "remembered:", len(fibonacci.cache));
