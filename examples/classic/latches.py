# A countdown latch, an exchanger and a phaser, each made of one Condition.
import threading

class CountDownLatch:
    def __init__(self, count=1):
        self.count = count
        self.lock = threading.Condition()

    def count_down(self):
        self.lock.acquire()
        self.count -= 1
        if self.count <= 0:
            self.lock.notify_all()
        self.lock.release()

    def wait(self, timeout=None):
        self.lock.acquire()
        try:
            return self.lock.wait_for(lambda: self.count <= 0, timeout)
        finally:
            self.lock.release()

class Exchanger:
    def __init__(self):
        self.cond = threading.Condition()
        self.offers = []

    def exchange(self, item):
        with self.cond:
            if self.offers and not self.offers[-1]["taken"]:
                offer = self.offers.pop()
                offer["answer"] = item
                offer["taken"] = True
                self.cond.notify_all()
                return offer["item"]
            offer = {"item": item, "taken": False, "answer": None}
            self.offers.append(offer)
            while not offer["taken"]:
                self.cond.wait()
            return offer["answer"]

class Phaser:
    def __init__(self, parties):
        self.parties = parties
        self.arrived = 0
        self.phase = 0
        self.cond = threading.Condition()

    def arrive_and_await(self):
        with self.cond:
            phase = self.phase
            self.arrived += 1
            if self.arrived == self.parties:
                self.arrived = 0
                self.phase += 1
                self.cond.notify_all()
            else:
                while self.phase == phase:
                    self.cond.wait()
            return self.phase

latch = CountDownLatch(3)
order = []
def worker(i):
    order.append(i)
    latch.count_down()
print("early:", latch.wait(0.01))
for i in range(3):
    threading.Thread(target=worker, args=(i,)).start()
print("all:", latch.wait(), latch.count, sorted(order))

ex = Exchanger()
got = {}
def trader(name, item):
    got[name] = ex.exchange(item)
a = threading.Thread(target=trader, args=("ann", "apple"))
b = threading.Thread(target=trader, args=("bob", "banana"))
a.start(); b.start(); a.join(); b.join()
print(got["ann"], got["bob"])

phaser = Phaser(3)
log = []
def stepper():
    for i in range(3):
        log.append(i)
        assert phaser.arrive_and_await() == i + 1
ts = [threading.Thread(target=stepper) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(log)
