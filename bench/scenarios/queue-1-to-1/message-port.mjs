import { n, report } from "../../measure.mjs";
import { transfer } from "../../ports.mjs";

await transfer("int", 1, n / 10);
report({ ns: await transfer("int", 1, n) });
