import { args, now, report } from "../../measure.mjs";
import { openPool } from "../../pools.mjs";

// Imported here already, so that only its start is timed.
await import(args.peer);
const start = now();
const pool = await openPool(args.peer, 1);
await pool.run("nothing");
report({ joined: now() - start });
await pool.close();
