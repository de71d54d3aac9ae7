import { measure } from "../../measure.mjs";

const words = new Int32Array(new SharedArrayBuffer(4));
words[0] = 1;

measure((count) => {
  for (let i = 0; i < count; i++) {
    const value = Atomics.load(words, 0);
    if (Atomics.compareExchange(words, 0, value, value - 1) !== value) throw new Error("another one took it");
    Atomics.add(words, 0, 1);
  }
});
