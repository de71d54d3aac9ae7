import threading

try:
    import queue
except ImportError:
    import Queue as queue

from measure import n, now, report


def produce(q, count, go):
    go.wait()
    for i in range(count):
        q.put(i)


def consume(q, count, go):
    go.wait()
    for _ in range(count):
        q.get()


def transfer(count):
    args = (queue.Queue(), count, threading.Event())
    threads = [threading.Thread(target=consume, args=args), threading.Thread(target=produce, args=args)]
    for thread in threads:
        thread.start()
    start = now()
    args[2].set()
    for thread in threads:
        thread.join()
    return (now() - start) / count


transfer(n // 10 + 1)
report(ns=transfer(n))
