/** Functions of different text, to be sent to another thread: what a program might give it to do. */

const limit = 100;
const words = ["anthem", "beacon", "cinder", "dapple"];
const rate = 0.19;
const names = { first: "Ada", last: "Lovelace" };
const weights = [3, 1, 4, 1, 5, 9];

/** @param {number} x */
const square = (x) => x * x;

/** Each with what it returns. @type {[work: () => number | string, answer: number | string][]} */
export const functions = [
  [() => limit + 1, 101],
  [() => words.length * limit, 400],
  [() => square(limit) + 1, 10001],
  [() => `${names.last}, ${names.first}`, "Lovelace, Ada"],
  [() => weights.reduce((sum, weight) => sum + weight, 0), 23],
  [() => Math.round(limit * (1 + rate)), 119],
  [() => words.map((word) => word[0]).join(""), "abcd"],
  [() => weights.filter((weight) => weight > 2).length, 4],
  [() => square(weights[2]) + square(weights[0]), 25],
  [() => words.filter((word) => word.includes("c")).length + limit, 102],
  [() => Math.max(...weights) * 2, 18],
  [() => names.first.length + names.last.length, 11],
];

/** As many to begin with, which are not counted. */
export const WARM_UP = 2;
