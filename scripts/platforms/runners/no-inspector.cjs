/** Loaded before a program: this Node has no inspector, as one that was built without. */
const { getBuiltinModule } = process;
process.getBuiltinModule = /** @type {any} */ ((/** @type {string} */ name) => (name === "node:inspector" ? undefined : getBuiltinModule.call(process, name)));
