# A producer and a consumer share a list of at most five products and wait for each other. They never end: press Ctrl-C.
from __future__ import print_function
import random
import threading
import time

MAX_NUM = 5
SHARE_Q = []
CONDITION = threading.Condition()


class Producer(threading.Thread):
    def run(self):
        number = 0
        while True:
            CONDITION.acquire()
            while len(SHARE_Q) >= MAX_NUM:
                print("Producer : waits, the list is full")
                CONDITION.wait()
            SHARE_Q.append(number)
            print("Producer :", number)
            print("In stock :", len(SHARE_Q))
            CONDITION.notify()
            CONDITION.release()
            number += 1
            time.sleep(random.random() / 10)


class Consumer(threading.Thread):
    def run(self):
        while True:
            CONDITION.acquire()
            while len(SHARE_Q) == 0:
                print("Consumer : waits, the list is empty")
                CONDITION.wait()
            print("Consumer :", SHARE_Q.pop(0))
            print("In stock :", len(SHARE_Q))
            CONDITION.notify()
            CONDITION.release()
            time.sleep(random.random() / 5)


def main():
    producer = Producer()
    consumer = Consumer()
    consumer.start()
    producer.start()


if __name__ == "__main__":
    main()
