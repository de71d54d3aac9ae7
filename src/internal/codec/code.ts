/**
 * Code templates in the arena: the text of each function is encoded once, and each thread reads and compiles it once.
 * A thread gives no template back before it ends; there are as many as there are pieces of source.
 */
import type { CodeTemplate } from "../closure/index.js";
import { alloc, retain } from "../memory/alloc.js";
import { bytes, floats, words } from "../memory/arena.js";
import { nextIdentity } from "../memory/futex.js";
import { ArenaHeader, BYTES_PER_WORD, CODE_HEADER_WORDS, Code, Kind, type Ptr } from "../memory/layout.js";

const blocks = new Map<string, Ptr>();
const templates = new Map<number, CodeTemplate>();

/** The block that holds a template. */
export function codeBlockOf(template: CodeTemplate): Ptr {
  let block = blocks.get(template.id);
  if (block === undefined) {
    const text = JSON.stringify(template);
    const size = text.length * 2;
    block = alloc(CODE_HEADER_WORDS + Math.ceil(size / BYTES_PER_WORD));
    words[block + Code.KIND] = Kind.CODE;
    words[block + Code.BYTE_LENGTH] = size;
    floats[(block + Code.IDENTITY) >> 1] = nextIdentity(ArenaHeader.IDENTITY_COUNTER);
    bytes.ucs2Write(text, (block + Code.TEXT) * BYTES_PER_WORD, size);
    blocks.set(template.id, block);
  }
  return block;
}

/** Gives this thread's references to templates up to the caller, when the thread ends. */
export function takeCode(): Ptr[] {
  const held = [...blocks.values()];
  blocks.clear();
  templates.clear();
  return held;
}

/** The template in a block. */
export function templateOfBlock(block: Ptr): CodeTemplate {
  const identity = floats[(block + Code.IDENTITY) >> 1];
  let template = templates.get(identity);
  if (template === undefined) {
    const start = (block + Code.TEXT) * BYTES_PER_WORD;
    template = JSON.parse(bytes.ucs2Slice(start, start + words[block + Code.BYTE_LENGTH])) as CodeTemplate;
    templates.set(identity, template);
    if (!blocks.has(template.id)) {
      retain(block);
      blocks.set(template.id, block);
    }
  }
  return template;
}
