import threading

from measure import measure

lock = threading.RLock()


def loop(count):
    for _ in range(count):
        lock.acquire()
        lock.release()


measure(loop)
