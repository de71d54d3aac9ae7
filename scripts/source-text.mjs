/**
 * Blanks parts of TypeScript source, so that the rest can be searched for words. The result has the same length and the
 * same lines: an index found in it is an index of the source.
 */

const comment = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const text = String.raw`'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"`;
// A slash starts a pattern where a value may start; elsewhere it divides.
const pattern = String.raw`(?<=(?:^|[=(,:;!&|?{}[\]+\-*%~^<>]|\b(?:return|typeof|case|of|in))\s*)\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*`;
const token = new RegExp(`(${comment})|(${text})|(${pattern})|(\`)|([{}])`, "gm");

/** @param {string} source @returns {string} */
export const blankComments = (source) => blank(source, ({ kind }) => kind === "comment");

/** Empties strings, patterns and the fixed parts of templates; their quotes stay. @param {string} source @returns {string} */
export const blankLiterals = (source) => blank(source, ({ kind }) => kind !== "comment");

/**
 * @param {string} source
 * @param {(part: { kind: "comment" | "literal" }) => boolean} wanted
 */
function blank(source, wanted) {
  let result = "";
  let done = 0;
  /** Depth of braces at which each template that stands open goes on with its text. @type {number[]} */
  const templates = [];
  let depth = 0;
  token.lastIndex = 0;

  /** @param {"comment" | "literal"} kind @param {number} from @param {number} to @param {number} quote */
  const take = (kind, from, to, quote) => {
    result += source.slice(done, from);
    const part = source.slice(from, to);
    result += wanted({ kind })
      ? part.slice(0, quote) + part.slice(quote, part.length - quote).replace(/[^\n]/g, " ") + part.slice(part.length - quote)
      : part;
    done = to;
  };

  /** Takes the fixed text of a template from `start`, up to its end or to `${`. @param {number} start */
  const template = (start) => {
    const stop = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
    stop.lastIndex = start;
    stop.exec(source);
    const end = stop.lastIndex;
    take("literal", start, end, 0);
    if (source.startsWith("${", end)) templates.push(depth++);
    token.lastIndex = source.startsWith("${", end) ? end + 2 : end + 1;
  };

  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [all, isComment, isText, isPattern, isTemplate, brace] = match;
    const end = match.index + all.length;
    if (isComment !== undefined) take("comment", match.index, end, 0);
    else if (isText !== undefined || isPattern !== undefined) take("literal", match.index, end, 1);
    else if (isTemplate !== undefined) template(end);
    else if (brace === "{") depth++;
    else if (--depth === templates.at(-1)) {
      templates.pop();
      template(end);
    }
  }
  return result + source.slice(done);
}
