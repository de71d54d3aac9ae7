# A thread is a function and its arguments; main waits for it.
from __future__ import print_function
import threading
import time


def countdown(n):
    while n > 0:
        print("T-minus", n)
        n -= 1
        time.sleep(0.3)


def main():
    t = threading.Thread(target=countdown, args=(10,))
    t.start()
    t.join()
    print("The countdown is over")


if __name__ == "__main__":
    main()
