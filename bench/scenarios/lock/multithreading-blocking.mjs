import { Mutex } from "multithreading";
import { measure } from "../../measure.mjs";

const mutex = new Mutex();

measure((count) => {
  for (let i = 0; i < count; i++) mutex.blockingLock().dispose();
});
