// Threads count the words of their share of a text: first each by itself, then together into one dict under a lock.
import * as threading from "pythreads/threading";
import { dict, len, list, print, with_ } from "pythreads/builtins";

const TEXT = `
it was the best of times it was the worst of times
it was the age of wisdom it was the age of foolishness
it was the epoch of belief it was the epoch of incredulity
it was the season of light it was the season of darkness
`.trim().split("\n");

const counts = dict<string, number>();
const lines_of = dict<string, list<string>>();
const lock = threading.Lock();

function count_words(lines: string[]) {
  const local_counts = dict<string, number>();
  for (const word of lines.join(" ").split(" ")) {
    local_counts[word] = local_counts.get(word, 0) + 1;
  }
  with_(lock, () => {
    for (const [word, n] of local_counts.items()) {
      counts[word] = counts.get(word, 0) + n;
      lines_of.setdefault(word, list()).append(threading.current_thread().name);
    }
  });
}

const threads = TEXT.map((line, i) => threading.Thread({ target: count_words, args: [[line]], name: `line ${i}` }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
const ranking = list(counts.items());
ranking.sort({ key: (item) => [-item[1], item[0]] });
for (const [word, n] of ranking.slice(0, 4)) {
  print(word, n);
}
print("words:", len(counts), "of", [...counts.values()].reduce((sum, n) => sum + n, 0));
print("best is in", lines_of["best"], "and times in", len(lines_of["times"]));
print("it is in all lines:", len(lines_of["it"]) === len(TEXT));
