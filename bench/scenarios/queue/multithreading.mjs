import { channel } from "multithreading";
import { n, now, report } from "../../measure.mjs";

const [sender, receiver] = channel();

/** @param {number} count */
async function loop(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    await sender.send(i);
    const { value } = /** @type {any} */ (await receiver.recv());
    if (value !== i) throw new Error(`${value} came instead of ${i}`);
  }
  return (now() - start) / count;
}

await loop(n / 10);
report({ ns: await loop(n) });
