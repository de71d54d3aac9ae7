import { measureCpu } from "../../cpu.mjs";
import { args } from "../../measure.mjs";
import { openPool } from "../../pools.mjs";

const pool = await openPool(args.peer, 2);
await measureCpu((name, task) => pool.run(name, task));
await pool.close();
