# Crawlers take addresses from a queue, follow the links of a small web, and share the set of what has been seen.
import queue
import threading
import time

WEB = {
    "/": ["/a", "/b", "/c"],
    "/a": ["/", "/a/1", "/a/2"],
    "/b": ["/a", "/c", "/missing"],
    "/c": ["/c", "/a/1"],
    "/a/1": ["/"],
    "/a/2": ["/a/1", "/d"],
    "/d": [],
}


def fetch(url):
    time.sleep(0.002)
    if url not in WEB:
        raise LookupError("404 " + url)
    return WEB[url]


class Crawler(threading.Thread):
    def __init__(self, frontier, visited, visited_lock, broken):
        super().__init__(daemon=True)
        self.frontier = frontier
        self.visited = visited
        self.visited_lock = visited_lock
        self.broken = broken

    def run(self):
        while True:
            url = self.frontier.get()
            try:
                self.crawl(url)
            except LookupError as error:
                self.broken[url] = str(error)
            finally:
                self.frontier.task_done()

    def crawl(self, url):
        for link in fetch(url):
            with self.visited_lock:
                if link in self.visited:
                    continue
                self.visited.add(link)
            self.frontier.put(link)


frontier = queue.Queue()
visited = {"/"}
visited_lock = threading.Lock()
broken = {}
frontier.put("/")
for _ in range(4):
    Crawler(frontier, visited, visited_lock, broken).start()
frontier.join()
sorted_visited = list(visited)
sorted_visited.sort()
print("visited:", sorted_visited)
print("broken:", broken)
print("all found:", visited >= set(WEB))
