# Threads count in a global variable, with the lock and without it, until a global flag stops a third one.
import threading

counter = 0
sloppy = 0
running = True
lock = threading.Lock()


def count(n):
    global counter, sloppy
    for _ in range(n):
        sloppy += 1
        with lock:
            counter += 1


def watch(seen):
    while running:
        seen.append(counter)
        started.set()


started = threading.Event()
seen = []
watcher = threading.Thread(target=watch, args=(seen,))
watcher.start()
started.wait()
threads = [threading.Thread(target=count, args=(2000,)) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
running = False
watcher.join()
print("counter:", counter)
print("sloppy:", 0 < sloppy <= 6000)
in_order = seen.copy()
in_order.sort()
print("never goes back:", seen == in_order)
