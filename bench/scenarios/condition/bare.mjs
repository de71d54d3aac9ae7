import { pingPong } from "../../futex.mjs";
import { quantile, report } from "../../measure.mjs";

const { andBack } = pingPong();
report({ p50: quantile(andBack, 0.5), p99: quantile(andBack, 0.99) });
