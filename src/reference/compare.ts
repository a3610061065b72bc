import { type Change, toChange } from "./change.ts";
import { compareMembers } from "./compare-members.ts";

/** The part of a reference, or of a snapshot of a catalog, that is compared. */
export interface Compared {
  readonly errors: Readonly<Record<string, ComparedError>>;
  readonly operations?: Readonly<Record<string, readonly string[]>>;
}

/** The part of an error that is compared. A snapshot has no texts, and its type only if it was asked for. */
export interface ComparedError {
  readonly status: number;
  readonly title: string;
  readonly type?: string;
  readonly description?: string;
  readonly fix?: string;
  readonly docs?: string;
  readonly retry?: string;
  readonly members?: unknown;
}

/** Returns the differences of two references, those that can break a client first. */
export function compareReferences(old: Compared, current: Compared): readonly Change[] {
  const changes = [...compareErrors(old, current), ...compareOperations(old, current)];
  return changes.toSorted((one, other) => Number(other.breaking) - Number(one.breaking));
}

function compareErrors(
  { errors: before }: Compared,
  { errors: after }: Compared,
): readonly Change[] {
  const codes = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...codes].flatMap((code) => {
    const old = Object.hasOwn(before, code) ? before[code] : undefined;
    const current = Object.hasOwn(after, code) ? after[code] : undefined;
    if (!current) return [toChange("code-removed", code, "it is gone")];
    if (!old) return [toChange("code-added", code, "it is new")];
    return compareError(code, old, current);
  });
}

function compareError(code: string, old: ComparedError, current: ComparedError): readonly Change[] {
  const changes: Change[] = [];
  const compare = (
    rule: "retry-changed" | "status-changed" | "title-changed" | "type-changed",
    before: unknown,
    after: unknown,
  ): void => {
    if (before === after || before === undefined || after === undefined) return;
    changes.push(toChange(rule, code, `${JSON.stringify(before)} became ${JSON.stringify(after)}`));
  };
  compare("status-changed", old.status, current.status);
  compare("type-changed", old.type, current.type);
  compare("title-changed", old.title, current.title);
  compare("retry-changed", old.retry, current.retry);
  const texts = (["description", "fix", "docs"] as const).filter(
    (name) => old[name] !== current[name],
  );
  // A snapshot has neither texts nor advice.
  const haveTexts = old.retry !== undefined && current.retry !== undefined;
  if (haveTexts && texts.length > 0)
    changes.push(toChange("texts-changed", code, texts.join(", ")));
  return [...changes, ...compareMembers(old.members, current.members, code)];
}

function compareOperations(
  { operations: before }: Compared,
  { operations: after }: Compared,
): readonly Change[] {
  // One of them was made without the app.
  if (!before || !after) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((label) => {
    const [old, current] = [before[label], after[label]];
    if (!current)
      return [toChange("operation-removed", label, "it is gone, or declares no errors now")];
    if (!old) return [toChange("operation-added", label, "it is new, or declares its errors now")];
    const added = current.filter((code) => !old.includes(code));
    const gone = old.filter((code) => !current.includes(code));
    return added
      .map((code) => toChange("operation-code-added", label, `it can send ${code} now`))
      .concat(
        gone.map((code) => toChange("operation-code-removed", label, `it no longer sends ${code}`)),
      );
  });
}
