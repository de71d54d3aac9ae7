import workerpool from "workerpool";
import { tasks } from "./exported.mjs";

workerpool.worker(tasks);
