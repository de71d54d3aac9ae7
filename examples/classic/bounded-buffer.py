# A buffer of fixed size with one lock and two conditions on it: producers wait for room, consumers for items.
import threading


class BoundedBuffer(object):
    def __init__(self, size):
        self.items = [None] * size
        self.first = 0
        self.count = 0
        self.fullest = 0
        self.mutex = threading.Lock()
        self.not_full = threading.Condition(self.mutex)
        self.not_empty = threading.Condition(self.mutex)

    def put(self, item):
        with self.not_full:
            self.not_full.wait_for(lambda: self.count < len(self.items))
            self.items[(self.first + self.count) % len(self.items)] = item
            self.count += 1
            self.fullest = max(self.fullest, self.count)
            self.not_empty.notify()

    def get(self):
        with self.not_empty:
            self.not_empty.wait_for(lambda: self.count > 0)
            item = self.items[self.first]
            self.items[self.first] = None
            self.first = (self.first + 1) % len(self.items)
            self.count -= 1
            self.not_full.notify()
            return item


def produce(buffer, start, n):
    for item in range(start, start + n):
        buffer.put(item)


def consume(buffer, n, received):
    for _ in range(n):
        received.append(buffer.get())


buffer = BoundedBuffer(3)
received = [[], []]
threads = [threading.Thread(target=produce, args=(buffer, i * 200, 200)) for i in range(2)]
threads += [threading.Thread(target=consume, args=(buffer, 200, received[i])) for i in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
everything = received[0] + received[1]
everything.sort()
print("each item once:", everything == list(range(400)))
first = [item for item in received[0] if item < 200]
in_order = first.copy()
in_order.sort()
print("in order:", first == in_order)
print("never too full:", buffer.fullest <= 3, "left:", buffer.items)
