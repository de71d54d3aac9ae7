import threading

from measure import args, n, report
from threads import together


def loop(barrier, count):
    for _ in range(count):
        barrier.wait()


def meet(parties, count):
    barrier = threading.Barrier(parties)
    return together([(loop, barrier, count)] * parties) / count


figures = {}
# 2.7 has none.
if hasattr(threading, "Barrier"):
    for parties in args["threads"]:
        meet(parties, n // 10)
        figures[str(parties)] = meet(parties, n)
report(**figures)
