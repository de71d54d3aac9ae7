# Two players return a ball to each other by a Condition until it has gone over the net often enough.
import threading


class Table(threading.Thread):
    cond = threading.Condition()
    turn = "ping"
    hits = 0
    rally = []

    def __init__(self, word, other, limit):
        super().__init__(name=word)
        self.word = word
        self.other = other
        self.limit = limit

    def run(self):
        while True:
            with Table.cond:
                while Table.turn != self.word and Table.hits < self.limit:
                    Table.cond.wait()
                if Table.hits >= self.limit:
                    Table.cond.notify_all()
                    return
                Table.hits += 1
                Table.rally.append(self.word)
                Table.turn = self.other
                Table.cond.notify()


players = [Table("ping", "pong", 200), Table("pong", "ping", 200)]
for player in players:
    player.start()
for player in players:
    player.join()
print("hits:", Table.hits)
print("begins:", " ".join(Table.rally[:4]))
print("turns taken:", all(Table.rally[i] != Table.rally[i + 1] for i in range(Table.hits - 1)))
