import { list } from "pythreads/builtins";
import { args, report } from "../../measure.mjs";
import { together } from "../../threads.mjs";
import { checkProduct, countPrimes, makeMatrices, multiplyRows } from "../../work.mjs";

const { passes, limit, size } = args;
const memory = makeMatrices(size);
const found = list();

/** @param {number} passes */
function primes(passes) {
  found.append(countPrimes(passes, limit));
}

/** The same work by one thread, and by two. @param {number} passes @param {number} threads */
function findPrimes(passes, threads) {
  return together(Array.from({ length: threads }, () => [primes, passes / threads])) / passes;
}

/** @param {number} passes @param {number} threads */
function multiply(passes, threads) {
  return together(Array.from({ length: threads }, (_, i) => [multiplyRows, passes, memory, size, i, threads])) / passes;
}

findPrimes(passes / 5, 2);
const [primes1, primes2] = [findPrimes(passes, 1), findPrimes(passes, 2)];
if (found[3] !== found[4] || found[2] !== found[3] * 2) throw new Error("not all primes were found");
multiply(passes / 5, 2);
const [matrix1, matrix2] = [multiply(passes, 1), multiply(passes, 2)];
checkProduct(memory, size);
report({ primes1, primes2, primes: primes1 / primes2, matrix1, matrix2, matrix: matrix1 / matrix2 });
