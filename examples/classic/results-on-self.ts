// A thread keeps its results as attributes, and main reads them after join().
import * as threading from "pythreads/threading";
import { len, list, print, ValueError } from "pythreads/builtins";

const TEXTS = [
  "the quick brown fox jumps over the lazy dog",
  "pack my box with five dozen liquor jugs",
  "",
  "how vexingly quick daft zebras jump",
];

class Statistics extends threading.Thread {
  text: string;
  words: list<string> | null;
  longest: number | null;
  error: ValueError | null;

  constructor(text: string) {
    super();
    this.text = text;
    this.words = null;
    this.longest = null;
    this.error = null;
  }

  run() {
    try {
      this.words = list(this.text.split(" ").filter((word) => word !== ""));
      if (len(this.words) === 0) {
        throw new ValueError("no words");
      }
      this.longest = Math.max(...this.words.map((word) => len(word)));
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      this.error = error;
    }
  }
}

const threads = TEXTS.map((text) => new Statistics(text));
print("before:", threads.map((t) => t.longest));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
for (const t of threads) {
  if (t.error !== null) {
    print(t.name, "failed:", t.error);
  } else {
    print(t.name, "found", len(t.words!), "words, the longest has", t.longest, "letters, the last is", t.words![-1]);
  }
}
