/**
 * Classes that cross. A class is one class for all its instances in a thread, and the original in the thread that
 * defined it: its record carries an identity, and a box from which threads that do not know it yet rebuild it.
 */
import { alloc, releaseObject, retain } from "../memory/alloc.js";
import { floats, words } from "../memory/arena.js";
import { CLASS_RECORD_WORDS, ClassRecord, Kind, type Ptr } from "../memory/layout.js";
import { createClassBox, unboxClass } from "./box.js";
import { enterAgain, valueOf } from "./handle-table.js";
import { bindCopy, bindIdentity, identityOf, valueOfIdentity } from "./identity.js";
import type { Session } from "./session.js";

/** Records that can be sent again, since what their classes capture never changes. */
const stableRecords = new WeakMap<object, Ptr>();

/** The record of a class that can be sent again as it is. */
export function stableRecordOf(value: Function): Ptr | undefined {
  const stable = stableRecords.get(value);
  return stable !== undefined && valueOf(stable) === value ? stable : undefined;
}

/**
 * The record of a class, made now unless this session or an earlier one has a good one. The session holds a reference
 * to it until it ends; whoever stores the address adds one.
 */
export function recordOf(session: Session, value: Function): Ptr {
  const stable = stableRecordOf(value);
  if (stable !== undefined) return stable;
  const known = session.classes.get(value);
  if (known !== undefined) return known;
  const record = alloc(CLASS_RECORD_WORDS);
  words[record + ClassRecord.KIND] = Kind.CLASS;
  floats[(record + ClassRecord.IDENTITY) >> 1] = identityOf(value);
  session.classes.set(value, record);
  session.onFailure(() => releaseObject(record));
  words[record + ClassRecord.BOX] = createClassBox(session, value, record);
  session.onSuccess(() => {
    if (session.stability.isStable(record)) {
      words[record + ClassRecord.STABLE] = 1;
      keep(record, value);
    }
    releaseObject(record);
  });
  return record;
}

function keep(record: Ptr, value: Function): void {
  stableRecords.set(value, record);
  enterAgain(record, value, retain);
}

/** The class of a record in this thread. */
export function classOfRecord(record: Ptr): Function {
  const identity = floats[(record + ClassRecord.IDENTITY) >> 1];
  const known = valueOfIdentity(identity) as Function | undefined;
  if (known !== undefined) return known;
  const isStable = words[record + ClassRecord.STABLE] === 1;
  const bind = isStable ? bindIdentity : bindCopy;
  const value = unboxClass(words[record + ClassRecord.BOX], (made) => bind(identity, made));
  // Keeps the class for as long as the record may be met again, and lets it be sent on as it came.
  enterAgain(record, value, retain);
  return value;
}
