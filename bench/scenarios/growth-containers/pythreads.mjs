import { dict, list } from "pythreads/builtins";
import * as threading from "pythreads/threading";
import { args, report, time } from "../../measure.mjs";

const items = list();
const table = dict();
// Another thread has seen them, so that they are shared in fact.
const thread = threading.Thread({ target: () => [items.length, table.length] });
thread.start();
thread.join();

/** Hits all places in turn, none near the one before. @param {number} i @param {number} size */
const place = (i, size) => (i * 7919) % size;

/** @type {Record<string, number>} */
const figures = {};
let sum = 0;
// The smallest comes first three times: code that has just begun to run is not compiled yet.
for (const size of [args.sizes[0], args.sizes[0], ...args.sizes]) {
  for (let i = items.length; i < size; i++) items.append(i);
  for (let i = table.length; i < size; i++) table.__setitem__(i, i);
  figures[`list_read/${size}`] = time((count) => {
    for (let i = 0; i < count; i++) sum += items[place(i, size)];
  });
  figures[`list_write/${size}`] = time((count) => {
    for (let i = 0; i < count; i++) items[place(i, size)] = i;
  });
  figures[`list_end/${size}`] = time((count) => {
    for (let i = 0; i < count; i++) {
      items.append(i);
      items.pop();
    }
  });
  figures[`dict_get/${size}`] = time((count) => {
    for (let i = 0; i < count; i++) sum += table.get(place(i, size));
  });
  figures[`dict_set/${size}`] = time((count) => {
    for (let i = 0; i < count; i++) table.__setitem__(place(i, size), i);
  });
}
if (Number.isNaN(sum)) throw new Error("an item is not a number");
report(figures);
