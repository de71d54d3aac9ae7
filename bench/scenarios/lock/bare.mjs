import { measure } from "../../measure.mjs";

const FREE = 0;
const LOCKED = 1;
const word = new Int32Array(new SharedArrayBuffer(4));

measure((count) => {
  for (let i = 0; i < count; i++) {
    if (Atomics.compareExchange(word, 0, FREE, LOCKED) !== FREE) throw new Error("the word is not free");
    if (Atomics.exchange(word, 0, FREE) !== LOCKED) throw new Error("the word is not locked");
  }
});
