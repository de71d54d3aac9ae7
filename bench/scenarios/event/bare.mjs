import { pingPong } from "../../futex.mjs";

pingPong();
