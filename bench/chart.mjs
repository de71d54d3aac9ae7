/**
 * The two charts, as SVG: how many times longer others take for a handful of things, and how the cost of pythreads'
 * operations grows. Each stands on a card of its own colour and follows the reader's light or dark scheme.
 */
import { times } from "./figures.mjs";

const LIGHT = {
  card: "#ffffff",
  edge: "#d0d7de",
  text: "#1f2328",
  faint: "#59636e",
  grid: "#d8dee4",
  hues: ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#bf3989"],
};
const DARK = {
  card: "#151b23",
  edge: "#3d444d",
  text: "#f0f6fc",
  faint: "#9198a1",
  grid: "#2f353d",
  hues: ["#4493f8", "#db6d28", "#3fb950", "#ab7df8", "#db61a2"],
};

/** A hue is `h0` as an area or a text, `l0` as a line. @param {typeof LIGHT} colours */
function rules({ card, edge, text, faint, grid, hues }) {
  return [
    `.card { fill: ${card}; stroke: ${edge}; } text { fill: ${text}; } .faint { fill: ${faint}; }`,
    `.grid { stroke: ${grid}; } .one { stroke: ${faint}; stroke-width: 1.5; }`,
    ...hues.map((hue, i) => `.h${i} { fill: ${hue}; } .l${i} { stroke: ${hue}; }`),
  ].join("\n");
}

const style = `
text { font: 12px system-ui, sans-serif; }
.title { font-size: 14px; font-weight: 600; }
path { fill: none; stroke-width: 2; }
${rules(LIGHT)}
@media (prefers-color-scheme: dark) {
${rules(DARK)}
}`;

/** @param {number} width @param {number} height @param {string} label @param {string[]} body */
function svg(width, height, label, body) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(label)}">`,
    `<style>${style}\n</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    ...body,
    "</svg>\n",
  ].join("\n");
}

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** @param {number} x @param {number} y @param {string} content @param {string} [attributes] */
const text = (x, y, content, attributes = "") =>
  `<text x="${round(x)}" y="${round(y)}"${attributes && ` ${attributes}`}>${escape(content)}</text>`;

/** @param {string} name @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
const line = (name, x1, y1, x2, y2) =>
  `<line class="${name}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;

/** @param {number} value */
const round = (value) => Number(value.toFixed(1));

/**
 * @typedef {object} Bar
 * @property {string} who
 * @property {0 | 1} colour
 * @property {number} ratio   how many times what pythreads takes
 */

/** @param {{ work: string, bars: Bar[] }[]} groups @param {string} caption */
export function ratioChart(groups, caption) {
  const [left, right, top, barHeight, gap] = [210, 700, 64, 18, 14];
  const ratios = groups.flatMap(({ bars }) => bars.map(({ ratio }) => ratio));
  const from = Math.floor(Math.log10(Math.min(1, ...ratios)));
  const to = Math.ceil(Math.log10(Math.max(10, ...ratios)));
  const x = (/** @type {number} */ ratio) => left + ((Math.log10(ratio) - from) / (to - from)) * (right - left);
  const bottom = top + groups.reduce((sum, { bars }) => sum + bars.length * barHeight + gap, 0);
  const body = [
    text(20, 28, "How many times as long as pythreads others take", 'class="title"'),
    text(20, 46, caption, 'class="faint"'),
  ];
  for (let power = from; power <= to; power++) {
    body.push(line(power === 0 ? "one" : "grid", x(10 ** power), top - 4, x(10 ** power), bottom));
    body.push(text(x(10 ** power), bottom + 16, `${10 ** power} ×`, 'text-anchor="middle" class="faint"'));
  }
  let y = top;
  for (const { work, bars } of groups) {
    body.push(text(left - 12, y + (bars.length * barHeight) / 2 + 4, work, 'text-anchor="end"'));
    for (const { who, colour, ratio } of bars) {
      const [start, end] = [Math.min(x(1), x(ratio)), Math.max(x(1), x(ratio))];
      body.push(
        `<rect class="h${colour}" x="${round(start)}" y="${y + 2}" width="${round(Math.max(end - start, 1))}" height="${barHeight - 4}" rx="2"/>`,
      );
      body.push(text(end + 6, y + barHeight - 5, `${times(ratio)}  ${who}`));
      y += barHeight;
    }
    y += gap;
  }
  return svg(880, bottom + 30, "How many times as long as pythreads others take", body);
}

/** @typedef {{ title: string, lines: { name: string, points: [x: number, ns: number][] }[] }} Panel */

/** @param {Panel[]} panels two in a row */
export function growthChart(panels) {
  const [width, height] = [440, 270];
  const body = panels.flatMap((panel, i) => {
    const content = drawPanel(panel, width, height);
    return [`<g transform="translate(${(i % 2) * width},${Math.floor(i / 2) * height + 36})">`, ...content, "</g>"];
  });
  const title = text(20, 28, "How the cost of an operation grows: nanoseconds, both scales logarithmic", 'class="title"');
  return svg(width * 2, Math.ceil(panels.length / 2) * height + 46, "How the cost of an operation grows", [title, ...body]);
}

/** @param {Panel} panel @param {number} width @param {number} height */
function drawPanel({ title, lines }, width, height) {
  const [left, right, top, bottom] = [66, width - 112, 40, height - 34];
  const points = lines.flatMap(({ points }) => points);
  const [lastX, least, most] = [
    Math.max(...points.map(([x]) => x)),
    Math.min(...points.map(([, y]) => y)),
    Math.max(...points.map(([, y]) => y)),
  ];
  const firstX = Math.min(...points.map(([x]) => x));
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const x = (/** @type {number} */ value) => left + (Math.log10(value / firstX) / Math.log10(lastX / firstX)) * (right - left);
  const y = (/** @type {number} */ ns) => bottom - ((Math.log10(ns) - low) / Math.max(1, high - low)) * (bottom - top);
  const body = [text(left, 24, title)];
  for (let power = low; power <= Math.max(high, low + 1); power++) {
    body.push(line("grid", left, y(10 ** power), right, y(10 ** power)));
    body.push(text(left - 8, y(10 ** power) + 4, (10 ** power).toLocaleString("en"), 'text-anchor="end" class="faint"'));
  }
  for (const value of new Set(points.map(([x]) => x)))
    body.push(text(x(value), bottom + 18, short(value), 'text-anchor="middle" class="faint"'));
  // Names that would lie upon each other are moved apart, from the top down.
  const ends = lines.map(({ points }, i) => ({ i, at: y(points[points.length - 1][1]) })).sort((a, b) => a.at - b.at);
  for (let k = 1; k < ends.length; k++) ends[k].at = Math.max(ends[k].at, ends[k - 1].at + 14);
  for (const { i, at } of ends) {
    const { name, points } = lines[i];
    const path = points.map(([size, ns], k) => `${k === 0 ? "M" : "L"}${round(x(size))} ${round(y(ns))}`).join("");
    body.push(`<path class="l${i % 5}" d="${path}"/>`, text(right + 8, at + 4, name, `class="h${i % 5}"`));
  }
  return body;
}

/** @param {number} value */
const short = (value) => (value >= 1e6 ? `${value / 1e6}M` : value >= 1000 ? `${value / 1000}k` : String(value));
