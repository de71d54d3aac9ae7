import "./destroy.js";
export { addressOf, bodyOf, Handle, handleOf, isHandle, isNew, ptrOf } from "./handle.js";
