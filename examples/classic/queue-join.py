# Producers fill a queue, daemon consumers empty it, and main waits by join() until each item has been worked on.
import queue
import threading

q = queue.Queue(maxsize=4)
lock = threading.Lock()
shared_total = [0]
by_consumer = []


def producer(start):
    for i in range(start, start + 50):
        q.put(i)


def consumer(name):
    mine = 0
    while True:
        item = q.get()
        if item is None:
            by_consumer.append((name, mine))
            q.task_done()
            break
        lock.acquire()
        shared_total[0] += item
        lock.release()
        mine += 1
        q.task_done()


producers = [threading.Thread(target=producer, args=(n * 50,)) for n in range(4)]
consumers = [threading.Thread(target=consumer, args=("c%d" % n,)) for n in range(3)]
for t in consumers:
    t.daemon = True
    t.start()
for t in producers:
    t.start()
for t in producers:
    t.join()
q.join()
print("total:", shared_total[0])
for _ in consumers:
    q.put(None)
q.join()
print("items:", sum(count for _, count in by_consumer))
print("consumers:", sorted(name for name, _ in by_consumer))
try:
    q.get(block=True, timeout=0.01)
except queue.Empty:
    print("the queue is empty")
try:
    q.task_done()
except ValueError as error:
    print(error)
