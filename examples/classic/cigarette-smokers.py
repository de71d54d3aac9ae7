# Three smokers lack two of three things each; pushers find out who can smoke what the agent has laid on the table.
import random
import threading

class Table:
    def __init__(self):
        self.agent = threading.Semaphore(1)
        self.tobacco = threading.Semaphore(0)
        self.paper = threading.Semaphore(0)
        self.match = threading.Semaphore(0)
        self.mutex = threading.Lock()
        self.is_tobacco = self.is_paper = self.is_match = False
        self.sems = {"tobacco": threading.Semaphore(0), "paper": threading.Semaphore(0), "match": threading.Semaphore(0)}
        self.smoked = {"tobacco": 0, "paper": 0, "match": 0}

table = Table()
ROUNDS = 30

def agent():
    rng = random.Random(7)
    for _ in range(ROUNDS):
        table.agent.acquire()
        missing = rng.choice(["tobacco", "paper", "match"])
        for thing in ("tobacco", "paper", "match"):
            if thing != missing:
                getattr(table, thing).release()

def pusher(mine, first, second):
    while True:
        getattr(table, mine).acquire()
        with table.mutex:
            if getattr(table, "is_" + first):
                setattr(table, "is_" + first, False)
                table.sems[second].release()
            elif getattr(table, "is_" + second):
                setattr(table, "is_" + second, False)
                table.sems[first].release()
            else:
                setattr(table, "is_" + mine, True)

def smoker(has):
    while True:
        table.sems[has].acquire()
        table.smoked[has] += 1
        if sum(table.smoked.values()) == ROUNDS:
            done.set()
        table.agent.release()

done = threading.Event()
things = ["tobacco", "paper", "match"]
for i, thing in enumerate(things):
    first, second = things[:i] + things[i + 1:]
    threading.Thread(target=pusher, args=(thing, first, second), daemon=True).start()
    threading.Thread(target=smoker, args=(thing,), daemon=True, name=f"smoker with {thing}").start()
a = threading.Thread(target=agent)
a.start()
a.join()
done.wait()
for thing, n in table.smoked.items():
    print(f"{thing:>10}: {n}")
print("total", sum(table.smoked.values()))
