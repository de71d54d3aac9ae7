import { dict, list, object } from "pythreads/builtins";
import * as threading from "pythreads/threading";
import { report, time } from "../../measure.mjs";

class Account extends object {
  balance = 0;
  owner = "nobody";
}

const account = new Account();
const items = list([1, 2, 3]);
const table = dict();
const keys = Array.from({ length: 100 }, (_, i) => `key ${i}`);
for (const key of keys) table[key] = 0;

// All three have been seen by another thread, so that they are shared in fact.
const thread = threading.Thread({ target: () => [account.balance, items.length, table.length] });
thread.start();
thread.join();

let sum = 0;
const figures = {
  read: time((count) => {
    for (let i = 0; i < count; i++) sum += account.balance;
  }),
  write: time((count) => {
    for (let i = 0; i < count; i++) account.balance = i;
  }),
  list: time((count) => {
    for (let i = 0; i < count; i++) {
      items.append(i);
      items.pop();
    }
  }),
  dict_set: time((count) => {
    for (let i = 0; i < count; i++) table[keys[i % 100]] = i;
  }),
  dict_get: time((count) => {
    for (let i = 0; i < count; i++) sum += table.get(keys[i % 100]);
  }),
};
if (Number.isNaN(sum) || items.length !== 3 || table.length !== 100)
  throw new Error("the containers are not what they should be");
report(figures);
