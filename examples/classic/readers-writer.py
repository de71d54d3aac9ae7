# A lock that many readers or one writer may hold, made of a Condition. Every reader must find the two copies equal.
import threading
import time


class ReadWriteLock(object):
    def __init__(self):
        self.read_ready = threading.Condition(threading.Lock())
        self.readers = 0

    def acquire_read(self):
        with self.read_ready:
            self.readers += 1

    def release_read(self):
        with self.read_ready:
            self.readers -= 1
            if self.readers == 0:
                self.read_ready.notify_all()

    def acquire_write(self):
        self.read_ready.acquire()
        while self.readers > 0:
            self.read_ready.wait()

    def release_write(self):
        self.read_ready.release()


class Page(object):
    def __init__(self):
        self.version = 0
        self.copy = 0
        self.most_readers = 0


rw_lock = ReadWriteLock()
page = Page()
torn = []


def reader():
    for _ in range(20):
        rw_lock.acquire_read()
        try:
            before = page.version
            page.most_readers = max(page.most_readers, rw_lock.readers)
            time.sleep(0.001)
            if page.copy != before:
                torn.append(before)
        finally:
            rw_lock.release_read()
        time.sleep(0.001)


def writer():
    for _ in range(20):
        rw_lock.acquire_write()
        try:
            page.version += 1
            time.sleep(0.001)
            page.copy += 1
        finally:
            rw_lock.release_write()
        time.sleep(0.002)


threads = [threading.Thread(target=reader) for _ in range(3)] + [threading.Thread(target=writer) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("version:", page.version, "copy:", page.copy)
print("torn reads:", torn)
print("readers at once:", page.most_readers > 1)
