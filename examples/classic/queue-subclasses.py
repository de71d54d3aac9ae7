# Queues that are extended: no item twice, closable and iterable, joined with a timeout, largest first, peeked into and emptied.
import threading
from queue import Queue, Empty
import heapq

class UniqueQueue(Queue):
    def _init(self, maxsize):
        super()._init(maxsize)
        self.seen = set()
    def _put(self, item):
        if item not in self.seen:
            self.seen.add(item)
            super()._put(item)

class ClosableQueue(Queue):
    SENTINEL = object()
    def close(self):
        self.put(self.SENTINEL)
    def __iter__(self):
        while True:
            item = self.get()
            try:
                if item is self.SENTINEL:
                    return
                yield item
            finally:
                self.task_done()

class StoppableWorker(threading.Thread):
    def __init__(self, func, in_queue, out_queue):
        super().__init__()
        self.func = func
        self.in_queue = in_queue
        self.out_queue = out_queue
    def run(self):
        for item in self.in_queue:
            self.out_queue.put(self.func(item))

class TimeoutQueue(Queue):
    def join_with_timeout(self, timeout):
        with self.all_tasks_done:
            if not self.all_tasks_done.wait_for(lambda: self.unfinished_tasks == 0, timeout):
                return False
            return True

class MaxHeapQueue(Queue):
    def _init(self, maxsize):
        self.heap = []
    def _qsize(self):
        return len(self.heap)
    def _put(self, item):
        heapq.heappush(self.heap, (-item[0], item[1]))
    def _get(self):
        p, v = heapq.heappop(self.heap)
        return -p, v

class PeekQueue(Queue):
    def peek(self):
        with self.mutex:
            if not self._qsize():
                raise Empty
            return self.queue[0]
    def clear(self):
        with self.mutex:
            unfinished = self.unfinished_tasks - len(self.queue)
            self.queue.clear()
            if unfinished <= 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished
            self.not_full.notify_all()

u = UniqueQueue()
for x in [3, 1, 3, 2, 1]:
    u.put(x)
print("unique", [u.get() for _ in range(u.qsize())], u.unfinished_tasks)

download, resize, upload, done = ClosableQueue(), ClosableQueue(), ClosableQueue(), Queue()
threads = [
    StoppableWorker(lambda x: x * 2, download, resize),
    StoppableWorker(lambda x: x + 1, resize, upload),
    StoppableWorker(lambda x: str(x), upload, done),
]
for t in threads:
    t.start()
for i in range(6):
    download.put(i)
download.close()
download.join()
resize.close()
resize.join()
upload.close()
upload.join()
print(done.qsize(), "items finished", [done.get() for _ in range(6)])
for t in threads:
    t.join()

tq = TimeoutQueue()
tq.put("slow")
print(tq.join_with_timeout(0.02))
tq.get(); tq.task_done()
print(tq.join_with_timeout(0.02))

m = MaxHeapQueue()
for p, v in [(1, "low"), (9, "high"), (5, "mid")]:
    m.put((p, v))
print([m.get() for _ in range(3)])

p = PeekQueue(maxsize=2)
try:
    p.peek()
except Empty as e:
    print("nothing", repr(e))
p.put("a"); p.put("b")
print(p.peek(), p.full(), p.qsize())
t = threading.Thread(target=p.put, args=("c",))
t.start()
p.clear()
t.join()
print(p.get(), p.unfinished_tasks)
