try:
    import queue
except ImportError:
    import Queue as queue

from measure import args, n, report
from threads import together


def produce(q, count):
    for i in range(count):
        q.put(i)


def consume(q, count):
    for i in range(count):
        assert q.get() == i


def transfer(count):
    q = getattr(queue, args["kind"])()
    return together([(consume, q, count), (produce, q, count)]) / count


# 2.7 has no SimpleQueue.
if hasattr(queue, args["kind"]):
    transfer(n // 10)
    report(ns=transfer(n))
else:
    report()
