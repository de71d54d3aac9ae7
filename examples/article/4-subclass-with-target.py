# A Thread subclass that takes target and args itself, keeps them as attributes and calls them in run().
from __future__ import print_function
import threading
import time


class MyThread(threading.Thread):
    def __init__(self, target, args):
        super(MyThread, self).__init__()
        self.target = target
        self.args = args

    def run(self):
        self.target(*self.args)


def loop(name, rounds, delay):
    print("Starting", name)
    for i in range(rounds):
        time.sleep(delay)
        print(name, "in round", i + 1, "of", rounds)
    print("Exiting", name)


def main():
    threads = []
    threads.append(MyThread(target=loop, args=("loop-1", 4, 0.3)))
    threads.append(MyThread(target=loop, args=("loop-2", 2, 0.5)))
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print("All", len(threads), "threads are done")


if __name__ == "__main__":
    main()
