# A thread is a class with a constructor and run(); two of them are started and joined.
from __future__ import print_function
import threading
import time


class Countdown(threading.Thread):
    def __init__(self, name, delay):
        threading.Thread.__init__(self)
        self.name = name
        self.delay = delay

    def run(self):
        print("Starting", self.name)
        for n in range(5, 0, -1):
            time.sleep(self.delay)
            print(self.name, "has", n, "to go")
        print("Exiting", self.name)


def main():
    thread1 = Countdown("Thread-A", 0.2)
    thread2 = Countdown("Thread-B", 0.4)

    thread1.start()
    thread2.start()
    thread1.join()
    thread2.join()
    print("Exiting main thread")


if __name__ == "__main__":
    main()
