# Each thread sorts its half in two more threads, down to a depth, and gives the result back as an attribute.
import random
import threading


class Sorter(threading.Thread):
    def __init__(self, items, depth):
        super().__init__()
        self.items = items
        self.depth = depth
        self.sorted = None

    def run(self):
        if self.depth == 0:
            self.sorted = self.items.copy()
            self.sorted.sort()
            return
        middle = len(self.items) // 2
        left = Sorter(self.items[:middle], self.depth - 1)
        right = Sorter(self.items[middle:], self.depth - 1)
        left.start()
        right.start()
        left.join()
        right.join()
        self.sorted = merge(left.sorted, right.sorted)


def merge(a, b):
    merged = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            merged.append(a[i])
            i += 1
        else:
            merged.append(b[j])
            j += 1
    merged.extend(a[i:])
    merged.extend(b[j:])
    return merged


rng = random.Random(7)
numbers = [rng.randint(0, 999) for _ in range(500)]
root = Sorter(numbers, 3)
root.start()
root.join()
print("first:", root.sorted[:5], "last:", root.sorted[-1])
numbers.sort()
print("sorted:", root.sorted == numbers)
print("threads left:", threading.active_count())
