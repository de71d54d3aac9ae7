// Two players return a ball to each other by a Condition until it has gone over the net often enough.
import * as threading from "pythreads/threading";
import { list, print, range } from "pythreads/builtins";

class Table extends threading.Thread {
  static cond = threading.Condition();
  static turn = "ping";
  static hits = 0;
  static rally = list<string>();
  word: string;
  other: string;
  limit: number;

  constructor(word: string, other: string, limit: number) {
    super({ name: word });
    this.word = word;
    this.other = other;
    this.limit = limit;
  }

  run() {
    while (true) {
      using _ = Table.cond.hold();
      while (Table.turn !== this.word && Table.hits < this.limit) {
        Table.cond.wait();
      }
      if (Table.hits >= this.limit) {
        Table.cond.notify_all();
        return;
      }
      Table.hits += 1;
      Table.rally.append(this.word);
      Table.turn = this.other;
      Table.cond.notify();
    }
  }
}

const players = [new Table("ping", "pong", 200), new Table("pong", "ping", 200)];
for (const player of players) {
  player.start();
}
for (const player of players) {
  player.join();
}
print("hits:", Table.hits);
print("begins:", Table.rally.slice(0, 4).join(" "));
print("turns taken:", [...range(Table.hits - 1)].every((i) => Table.rally[i] !== Table.rally[i + 1]));
