# A class that makes its only instance when it is first asked for, checked once without and once with the lock.
import threading
import time


class Registry(object):
    _instance = None
    _lock = threading.Lock()
    made = 0

    def __init__(self):
        time.sleep(0.01)
        Registry.made += 1
        self.lock = threading.Lock()
        self.members = []

    @classmethod
    def instance(cls):
        if cls._instance is None:
            with cls._lock:
                if cls._instance is None:
                    cls._instance = cls()
        return cls._instance

    def enroll(self, name):
        with self.lock:
            self.members.append(name)


def visitor(seen):
    registry = Registry.instance()
    registry.enroll(threading.current_thread().name)
    seen.append(registry)


seen = []
threads = [threading.Thread(target=visitor, args=(seen,), name=f"visitor-{i}") for i in range(6)]
print("before:", Registry._instance)
for t in threads:
    t.start()
for t in threads:
    t.join()
print("made:", Registry.made)
print("all the same:", all(registry is Registry.instance() for registry in seen))
print("members:", sorted(Registry.instance().members))
