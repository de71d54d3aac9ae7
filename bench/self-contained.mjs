/** The functions of functions.mjs for packages that send a function's text alone: what they use stands in them. */

export { WARM_UP } from "./functions.mjs";

/** Each with what it returns. @type {[work: () => number | string, answer: number | string][]} */
export const selfContained = [
  [() => 100 + 1, 101],
  [() => ["anthem", "beacon", "cinder", "dapple"].length * 100, 400],
  [() => 100 * 100 + 1, 10001],
  [() => ["Lovelace", "Ada"].join(", "), "Lovelace, Ada"],
  [() => [3, 1, 4, 1, 5, 9].reduce((sum, weight) => sum + weight, 0), 23],
  [() => Math.round(100 * (1 + 0.19)), 119],
  [() => ["anthem", "beacon", "cinder", "dapple"].map((word) => word[0]).join(""), "abcd"],
  [() => [3, 1, 4, 1, 5, 9].filter((weight) => weight > 2).length, 4],
  [() => 4 * 4 + 3 * 3, 25],
  [() => ["anthem", "beacon", "cinder", "dapple"].filter((word) => word.includes("c")).length + 100, 102],
  [() => Math.max(...[3, 1, 4, 1, 5, 9]) * 2, 18],
  [() => "Ada".length + "Lovelace".length, 11],
];
