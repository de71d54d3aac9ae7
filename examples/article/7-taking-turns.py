# Two threads take turns by a lock. They are started from top-level code, without any main guard.
from __future__ import print_function
import threading
import time

LOCK = threading.Lock()


class Turn(threading.Thread):
    def __init__(self, name, delay):
        threading.Thread.__init__(self, name=name)
        self.delay = delay

    def run(self):
        for i in range(1, 4):
            LOCK.acquire()
            print(self.name, "takes the lock for turn", i)
            time.sleep(self.delay)
            print(self.name, "gives it back after turn", i)
            LOCK.release()
            time.sleep(0.05)


thread1 = Turn("Thread-A", 0.1)
thread2 = Turn("Thread-B", 0.2)

thread1.start()
thread2.start()

threads = []
threads.append(thread1)
threads.append(thread2)

for t in threads:
    t.join()
print("Exiting main thread")
