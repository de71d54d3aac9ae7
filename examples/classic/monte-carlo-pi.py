# Threads throw darts at a square and count those within the circle; a class keeps the score under a lock.
import random
import threading


class Score(object):
    hits = 0
    throws = 0
    lock = threading.Lock()


def throw_darts(n, seed):
    rng = random.Random(seed)
    hits = 0
    for _ in range(n):
        x = rng.random()
        y = rng.random()
        if x * x + y * y <= 1.0:
            hits += 1
    with Score.lock:
        Score.hits += hits
        Score.throws += n


threads = []
for i in range(4):
    t = threading.Thread(target=throw_darts, args=(100000, i))
    t.start()
    threads.append(t)
for t in threads:
    t.join()
pi = 4.0 * Score.hits / Score.throws
print("throws:", Score.throws)
print("hits:", Score.hits)
print("pi is about", round(pi, 2))
