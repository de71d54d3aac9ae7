/** Loaded before a program: this V8 shows no [[Scopes]], as that of Node.js 19.2 did not. */
const { Session } = require("node:inspector");

const { post } = Session.prototype;
Session.prototype.post = /** @type {any} */ (
  /** @this {import("node:inspector").Session} @param {string} method @param {object} params @param {(error: unknown, answer: any) => void} done */
  function (method, params, done) {
    return Reflect.apply(post, this, [
      method,
      params,
      (/** @type {unknown} */ error, /** @type {any} */ answer) => {
        if (answer?.internalProperties) answer.internalProperties = answer.internalProperties.filter((/** @type {{ name: string }} */ p) => p.name !== "[[Scopes]]");
        done(error, answer);
      },
    ]);
  }
);
