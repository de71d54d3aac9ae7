import { Mutex, SharedJsonBuffer } from "multithreading";
import { report, time } from "../../measure.mjs";

const keys = Array.from({ length: 100 }, (_, i) => `key ${i}`);
const shared = new Mutex(
  new SharedJsonBuffer({ balance: 0, owner: "nobody", items: [1, 2, 3], table: Object.fromEntries(keys.map((key) => [key, 0])) }),
);

// What the buffer holds is read and written by whoever holds the mutex, which is locked once here, for all loops.
const guard = await shared.lock();
const state = /** @type {any} */ (guard.value);
const { items, table } = state;
let sum = 0;
const figures = {
  read: time((count) => {
    for (let i = 0; i < count; i++) sum += state.balance;
  }),
  write: time((count) => {
    for (let i = 0; i < count; i++) state.balance = i;
  }),
  list: time((count) => {
    for (let i = 0; i < count; i++) {
      items.push(i);
      items.pop();
    }
  }),
  dict_set: time((count) => {
    for (let i = 0; i < count; i++) table[keys[i % 100]] = i;
  }),
  dict_get: time((count) => {
    for (let i = 0; i < count; i++) sum += table[keys[i % 100]];
  }),
};
guard.dispose();
if (Number.isNaN(sum) || items.length !== 3) throw new Error("the containers are not what they should be");
report(figures);
