import threading

from measure import n, report, time
from threads import together

free = threading.Semaphore(1)
two = threading.Semaphore(2)


def loop(semaphore, count):
    for _ in range(count):
        semaphore.acquire()
        semaphore.release()


def contend(count):
    return together([(loop, two, count // 4)] * 4) / count


ns = time(lambda count: loop(free, count))
contend(n // 10)
report(ns=ns, contended=contend(n // 2))
