try:
    import queue
except ImportError:
    import Queue as queue

from measure import args, n, now, report


def item(i):
    """In no order, and none twice, so that a PriorityQueue has work to do."""
    return (i * 7919) % 1000003


def turns(q, i):
    start = now()
    for turn in range(i, i + n):
        q.put(item(turn))
        q.get()
    return (now() - start) / n


figures = {}
for kind in args["kinds"]:
    # 2.7 has no SimpleQueue.
    if not hasattr(queue, kind):
        continue
    q = getattr(queue, kind)()
    i = 0
    for size in args["sizes"]:
        while q.qsize() < size:
            q.put(item(i))
            i += 1
        turns(q, i)
        figures["%s/%d" % (kind, size)] = turns(q, i + n)
        i += 2 * n
report(**figures)
