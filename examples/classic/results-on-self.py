# A thread keeps its results as attributes, and main reads them after join().
import threading

TEXTS = [
    "the quick brown fox jumps over the lazy dog",
    "pack my box with five dozen liquor jugs",
    "",
    "how vexingly quick daft zebras jump",
]


class Statistics(threading.Thread):
    def __init__(self, text):
        threading.Thread.__init__(self)
        self.text = text
        self.words = None
        self.longest = None
        self.error = None

    def run(self):
        try:
            self.words = self.text.split()
            if len(self.words) == 0:
                raise ValueError("no words")
            self.longest = max(len(word) for word in self.words)
        except ValueError as error:
            self.error = error


threads = [Statistics(text) for text in TEXTS]
print("before:", [t.longest for t in threads])
for t in threads:
    t.start()
for t in threads:
    t.join()
for t in threads:
    if t.error is not None:
        print(t.name, "failed:", t.error)
    else:
        print(t.name, "found", len(t.words), "words, the longest has", t.longest, "letters, the last is", t.words[-1])
