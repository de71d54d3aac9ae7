try:
    import queue
except ImportError:
    import Queue as queue

from measure import measure

q = queue.Queue()


def loop(count):
    for i in range(count):
        q.put(i)
        q.get()


measure(loop)
