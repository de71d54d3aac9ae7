try:
    import queue
except ImportError:
    import Queue as queue

from measure import args, measure, report


def loop(count):
    for i in range(count):
        q.put(i)
        q.get()


# 2.7 has no SimpleQueue.
if hasattr(queue, args["kind"]):
    q = getattr(queue, args["kind"])()
    measure(loop)
else:
    report()
