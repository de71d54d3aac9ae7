# A decorator that remembers results in a dict under a lock, so that each is computed once, whichever thread asks first.
import functools
import threading


def memoize(func):
    cache = {}
    lock = threading.RLock()

    @functools.wraps(func)
    def wrapper(*args):
        with lock:
            if args not in cache:
                cache[args] = func(*args)
            return cache[args]

    wrapper.cache = cache
    return wrapper


calls = []


@memoize
def fibonacci(n):
    calls.append(n)
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@memoize
def paths(rows, columns):
    if rows == 0 or columns == 0:
        return 1
    return paths(rows - 1, columns) + paths(rows, columns - 1)


results = []


def ask(n):
    results.append((n, fibonacci(n), paths(n % 6, 4)))


threads = [threading.Thread(target=ask, args=(n,)) for n in [30, 10, 25, 30, 5]]
for t in threads:
    t.start()
for t in threads:
    t.join()
results.sort()
for n, number, ways in results:
    print(n, "gives", number, "and", ways)
print("calls:", len(calls), "remembered:", len(fibonacci.cache))
