"""A function goes by reference here, so there is no first time."""
import threading

try:
    import queue
except ImportError:
    import Queue as queue

from measure import n, now, quantile, report

requests = queue.Queue()
answers = queue.Queue()
limit = 100


def serve():
    while True:
        work = requests.get()
        if work is None:
            break
        answers.put(work())


def ask(work):
    start = now()
    requests.put(work)
    got = answers.get()
    took = now() - start
    assert got == limit + 1
    return took


thread = threading.Thread(target=serve)
thread.start()
times = [ask(lambda: limit + 1) for _ in range(n * 10)]
requests.put(None)
thread.join()
report(again=quantile(times, 0.5))
