try:
    import queue
except ImportError:
    import Queue as queue

from measure import args, report
from threads import together

# Objects have no order, so a PriorityQueue takes pairs.
in_pairs = args["kind"] == "PriorityQueue"


def maker(sort):
    if sort == "int":
        return lambda i: i
    if sort == "string":
        strings = ["item %d" % i for i in range(16)]
        return lambda i: strings[i & 15]
    if sort == "object":
        return lambda i: {"id": i, "name": "item", "ready": True}
    data = bytearray(2 ** 20)
    return lambda i: data


def produce(q, sort, first, step, end):
    """Of all numbers below the end this producer has every step-th."""
    make = maker(sort)
    if in_pairs and sort in ("object", "buffer"):
        for i in range(first, end, step):
            q.put((i, make(i)))
    else:
        for i in range(first, end, step):
            q.put(make(i))


def consume(q, count):
    for _ in range(count):
        q.get()


def transfer(sort, producers, consumers, maxsize, count):
    q = make_queue(maxsize) if maxsize else make_queue()
    took = together(
        [(consume, q, count // consumers)] * consumers
        + [(produce, q, sort, first, producers, count) for first in range(producers)]
    )
    assert q.empty()
    return took / count


figures = {}
# 2.7 has no SimpleQueue.
make_queue = getattr(queue, args["kind"], None)
if make_queue is not None:
    for sort in args["sorts"]:
        for producers, consumers in args["shapes"]:
            for maxsize in args["bounds"]:
                count = args["counts"][sort]
                transfer(sort, producers, consumers, maxsize, count // 8)
                figures["%s/%d/%d/%d" % (sort, producers, consumers, maxsize)] = transfer(
                    sort, producers, consumers, maxsize, count
                )
report(**figures)
