import threading

from measure import args, n, now, quantile, report

condition = threading.Condition()
answered = threading.Semaphore(0)


class State(object):
    waiting = 0
    ended = False


state = State()


def wait():
    condition.acquire()
    while True:
        state.waiting += 1
        condition.wait()
        state.waiting -= 1
        if state.ended:
            break
        answered.release()
    condition.release()


def wake_one():
    """Wakes the one that has waited longest, until it has said so."""
    start = now()
    condition.acquire()
    condition.notify()
    condition.release()
    notified = now()
    answered.acquire()
    return notified - start, now() - start


def all_wait(count):
    """The one that was woken is in line again."""
    while True:
        condition.acquire()
        waiting = state.waiting
        condition.release()
        if waiting == count:
            break


figures = {}
threads = []
for size in args["sizes"]:
    while len(threads) < size:
        threads.append(threading.Thread(target=wait))
        threads[-1].start()
    all_wait(size)
    times = []
    for _ in range(n * size):
        times.append(wake_one())
        all_wait(size)
    times = times[n * size // 2:]
    figures["notify/%d" % size] = quantile([notified for notified, _ in times], 0.5)
    figures["wake/%d" % size] = quantile([woken for _, woken in times], 0.5)
condition.acquire()
state.ended = True
condition.notify_all()
condition.release()
for thread in threads:
    thread.join()
report(**figures)
