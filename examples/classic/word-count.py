# Threads count the words of their share of a text: first each by itself, then together into one dict under a lock.
import threading

TEXT = """
it was the best of times it was the worst of times
it was the age of wisdom it was the age of foolishness
it was the epoch of belief it was the epoch of incredulity
it was the season of light it was the season of darkness
""".strip().split("\n")

counts = {}
lines_of = {}
lock = threading.Lock()


def count_words(lines):
    local_counts = {}
    for word in " ".join(lines).split():
        local_counts[word] = local_counts.get(word, 0) + 1
    with lock:
        for word, n in local_counts.items():
            counts[word] = counts.get(word, 0) + n
            lines_of.setdefault(word, []).append(threading.current_thread().name)


threads = [threading.Thread(target=count_words, args=([line],), name="line %d" % i) for i, line in enumerate(TEXT)]
for t in threads:
    t.start()
for t in threads:
    t.join()
ranking = list(counts.items())
ranking.sort(key=lambda item: (-item[1], item[0]))
for word, n in ranking[:4]:
    print(word, n)
print("words:", len(counts), "of", sum(counts.values()))
print("best is in", lines_of["best"], "and times in", len(lines_of["times"]))
print("it is in all lines:", len(lines_of["it"]) == len(TEXT))
