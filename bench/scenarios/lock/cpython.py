import threading

from measure import measure

lock = threading.Lock()


def loop(count):
    for _ in range(count):
        lock.acquire()
        lock.release()


measure(loop)
