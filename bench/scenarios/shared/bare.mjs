import { report, time } from "../../measure.mjs";

const words = new Int32Array(new SharedArrayBuffer(4));

let sum = 0;
report({
  read: time((count) => {
    for (let i = 0; i < count; i++) sum += Atomics.load(words, 0);
  }),
  write: time((count) => {
    for (let i = 0; i < count; i++) Atomics.store(words, 0, i);
  }),
});
if (Number.isNaN(sum)) throw new Error("the word is not a number");
