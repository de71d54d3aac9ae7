import threading

from measure import args, n, report
from threads import together


class Shared(object):
    counter = 0


lock = threading.Lock()


def work(shared, count):
    for _ in range(count):
        lock.acquire()
        shared.counter += 1
        lock.release()


def contend(threads, count):
    shared = Shared()
    took = together([(work, shared, count // threads)] * threads)
    assert shared.counter == count
    return took / count


figures = {}
for threads in args["threads"]:
    contend(threads, n // 10)
    figures[str(threads)] = contend(threads, n)
report(**figures)
