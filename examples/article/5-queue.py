# One producer and two consumers share a queue; a lock keeps each step whole. They never end: press Ctrl-C.
from __future__ import print_function
import Queue
import random
import thread
import threading
import time

SHARE_Q = Queue.Queue()
LOCK = thread.allocate_lock()


class Producer(threading.Thread):
    def run(self):
        number = 0
        while True:
            LOCK.acquire()
            SHARE_Q.put(number)
            print("Producer : puts", number)
            print("Producer : leaves", SHARE_Q.qsize(), "in the queue")
            LOCK.release()
            number += 1
            time.sleep(random.uniform(0, 0.1))


class Consumer(threading.Thread):
    def run(self):
        while True:
            LOCK.acquire()
            if SHARE_Q.empty():
                print(self.name, ": finds nothing")
            else:
                print(self.name, ": gets", SHARE_Q.get())
            print(self.name, ": leaves", SHARE_Q.qsize(), "in the queue")
            LOCK.release()
            time.sleep(random.uniform(0, 0.2))


def main():
    threads = [Producer(), Consumer(name="Consumer-1"), Consumer(name="Consumer-2")]
    for t in threads:
        t.start()


if __name__ == "__main__":
    main()
