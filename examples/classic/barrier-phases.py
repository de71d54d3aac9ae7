# Workers go through phases together: a barrier made of a Condition lets nobody into the next phase before all have ended this one.
import random
import threading
import time

WORKERS = 4
PHASES = 3


class Barrier(object):
    def __init__(self, parties):
        self.parties = parties
        self.waiting = 0
        self.generation = 0
        self.condition = threading.Condition()

    def wait(self):
        with self.condition:
            generation = self.generation
            self.waiting += 1
            if self.waiting == self.parties:
                self.waiting = 0
                self.generation += 1
                self.condition.notify_all()
                return True
            while generation == self.generation:
                self.condition.wait()
            return False


barrier = Barrier(WORKERS)
log = []
leaders = []


def worker(number):
    for phase in range(PHASES):
        time.sleep(random.uniform(0, 0.02))
        log.append((phase, number))
        if barrier.wait():
            leaders.append(phase)


threads = [threading.Thread(target=worker, args=(number,)) for number in range(WORKERS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("phases:", [phase for phase, _ in log])
print("leaders:", leaders)
