# Five philosophers share five forks; whoever cannot get the second fork puts the first one back. A class attribute ends it.
import random
import threading
import time


class Philosopher(threading.Thread):
    running = True

    def __init__(self, name, left, right):
        super().__init__(name=name)
        self.left = left
        self.right = right
        self.meals = 0

    def run(self):
        while self.running:
            time.sleep(random.uniform(0.001, 0.005))
            self.dine()

    def dine(self):
        fork1, fork2 = self.left, self.right
        while self.running:
            fork1.acquire()
            if fork2.acquire(blocking=False):
                self.dining()
                fork2.release()
                fork1.release()
                return
            fork1.release()
            fork1, fork2 = fork2, fork1

    def dining(self):
        self.meals += 1
        time.sleep(random.uniform(0.001, 0.005))


def main():
    names = ["Aristotle", "Kant", "Spinoza", "Marx", "Russell"]
    forks = [threading.Lock() for _ in range(5)]
    philosophers = [Philosopher(names[i], forks[i], forks[(i + 1) % 5]) for i in range(5)]
    for p in philosophers:
        p.start()
    while min(p.meals for p in philosophers) < 10:
        time.sleep(0.01)
    Philosopher.running = False
    for p in philosophers:
        p.join()
    for p in philosophers:
        print(p.name, "ate enough:", p.meals >= 10)
    print("forks on the table:", sum(not fork.locked() for fork in forks))


if __name__ == "__main__":
    main()
