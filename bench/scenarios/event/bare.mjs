import { pingPong } from "../../futex.mjs";
import { quantile, report } from "../../measure.mjs";

const { there, andBack } = pingPong();
report({ wake: quantile(there, 0.5), both: quantile(andBack, 0.5) });
