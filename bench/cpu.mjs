/** The CPU-bound scenario for subjects that take tasks and promise answers. */
import { args, now, report } from "./measure.mjs";
import { checkProduct, makeMatrices } from "./work.mjs";

/** @param {(name: "primes" | "matrix", task: any, i: number) => Promise<any>} run the i-th of the tasks that run at once */
export async function measureCpu(run) {
  const { passes, limit, size } = args;
  const memory = makeMatrices(size);

  /** @param {number} passes @param {number} workers */
  const primes = async (passes, workers) => {
    const start = now();
    const tasks = Array.from({ length: workers }, (_, i) => run("primes", { passes: passes / workers, limit }, i));
    const found = (await Promise.all(tasks)).reduce((sum, part) => sum + part, 0);
    return { took: (now() - start) / passes, found };
  };

  /** @param {number} passes @param {number} workers */
  const matrix = async (passes, workers) => {
    const start = now();
    await Promise.all(
      Array.from({ length: workers }, (_, first) => run("matrix", { passes, memory, size, first, step: workers }, first)),
    );
    return (now() - start) / passes;
  };

  await primes(passes / 5, 2);
  const [one, two] = [await primes(passes, 1), await primes(passes, 2)];
  if (one.found === 0 || one.found !== two.found) throw new Error("not all primes were found");
  await matrix(passes / 5, 2);
  const [matrix1, matrix2] = [await matrix(passes, 1), await matrix(passes, 2)];
  checkProduct(memory, size);
  report({ primes1: one.took, primes2: two.took, primes: one.took / two.took, matrix1, matrix2, matrix: matrix1 / matrix2 });
}
