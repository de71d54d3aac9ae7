/** Items through a channel of `multithreading`, by its recommended asynchronous methods. */
import { Barrier, channel, move, spawn } from "multithreading";
import { now } from "./measure.mjs";

/**
 * Nanoseconds for each of `count` items.
 * @param {"int" | "string" | "object"} sort @param {number} senders @param {number} receivers
 * @param {number} capacity @param {number} count
 */
export async function transfer(sort, senders, receivers, capacity, count) {
  const [sender, receiver] = channel(capacity);
  const go = new Barrier(senders + receivers + 1);
  const handles = [
    ...Array.from({ length: receivers }, () =>
      spawn(move(receiver.clone(), go, count / receivers), async (receiver, go, count) => {
        await go.wait();
        for (let i = 0; i < count; i++) if (!(await receiver.recv()).ok) throw new Error("the channel is closed");
      }),
    ),
    ...Array.from({ length: senders }, () =>
      spawn(move(sender.clone(), go, sort, count / senders), async (sender, go, sort, count) => {
        const strings = Array.from({ length: 16 }, (_, i) => `item ${i}`);
        await go.wait();
        for (let i = 0; i < count; i++) {
          const item = sort === "int" ? i : sort === "string" ? strings[i & 15] : { id: i, name: "item", ready: true };
          if (!(await sender.send(item)).ok) throw new Error("the channel is closed");
        }
      }),
    ),
  ];
  await go.wait();
  const start = now();
  for (const handle of handles) {
    const answer = await handle.join();
    if (!answer.ok) throw answer.error;
  }
  return (now() - start) / count;
}
