"""What CPython's programs with several threads share: the twin of threads.mjs."""
import threading

from measure import now


def begin(there, go, body, args):
    there.release()
    go.wait()
    body(*args)


def together(bodies):
    """Nanoseconds from when all threads are there until all have ended; a body is (function, argument, ...)."""
    there = threading.Semaphore(0)
    go = threading.Event()
    threads = [threading.Thread(target=begin, args=(there, go, body[0], body[1:])) for body in bodies]
    for thread in threads:
        thread.start()
    for _ in threads:
        there.acquire()
    start = now()
    go.set()
    for thread in threads:
        thread.join()
    return now() - start
