// Crawlers take addresses from a queue, follow the links of a small web, and share the set of what has been seen.
//
// Not as in Python: `x in visited` and `visited >= pages` are methods of the set, as JavaScript has no such operators for it.
import * as queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { dict, list, LookupError, print, range, set, str } from "pythreads/builtins";

const WEB: Record<string, string[]> = {
  "/": ["/a", "/b", "/c"],
  "/a": ["/", "/a/1", "/a/2"],
  "/b": ["/a", "/c", "/missing"],
  "/c": ["/c", "/a/1"],
  "/a/1": ["/"],
  "/a/2": ["/a/1", "/d"],
  "/d": [],
};

function fetch(url: string) {
  time.sleep(0.002);
  if (!(url in WEB)) {
    throw new LookupError("404 " + url);
  }
  return WEB[url];
}

class Crawler extends threading.Thread {
  frontier: queue.Queue<string>;
  visited: set<string>;
  visited_lock: threading.Lock;
  broken: dict<string, string>;

  constructor(frontier: queue.Queue<string>, visited: set<string>, visited_lock: threading.Lock, broken: dict<string, string>) {
    super({ daemon: true });
    this.frontier = frontier;
    this.visited = visited;
    this.visited_lock = visited_lock;
    this.broken = broken;
  }

  run() {
    while (true) {
      const url = this.frontier.get();
      try {
        this.crawl(url);
      } catch (error) {
        if (!(error instanceof LookupError)) throw error;
        this.broken[url] = str(error);
      } finally {
        this.frontier.task_done();
      }
    }
  }

  crawl(url: string) {
    for (const link of fetch(url)) {
      {
        using _ = this.visited_lock.hold();
        if (this.visited.has(link)) {
          continue;
        }
        this.visited.add(link);
      }
      this.frontier.put(link);
    }
  }
}

const frontier = queue.Queue<string>();
const visited = set(["/"]);
const visited_lock = threading.Lock();
const broken = dict<string, string>();
frontier.put("/");
for (const _ of range(4)) {
  new Crawler(frontier, visited, visited_lock, broken).start();
}
frontier.join();
const sorted_visited = list(visited);
sorted_visited.sort();
print("visited:", sorted_visited);
print("broken:", broken);
print("all found:", visited.issuperset(Object.keys(WEB)));
