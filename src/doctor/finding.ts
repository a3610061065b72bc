/** One mistake that `doctor` has found. */
export interface Finding {
  /** The stable id of the rule, such as `no-error-handler`. */
  readonly id: string;
  /** Where it is, for people: `src/app.ts:12`, `GET /articles/:id (src/routes.ts:7)`, or `the app`. */
  readonly place: string;
  /** The route, such as `GET /articles/:id`; undefined where the mistake is not in one. */
  readonly route?: string;
  /** The path from the working directory; undefined where it is not known. */
  readonly file?: string;
  /** The line, from 1 on. */
  readonly line?: number;
  /** Says why it is a mistake. */
  readonly reason: string;
  /** Says what to write. */
  readonly cure: string;
  /** The address of the section about the rule. */
  readonly page: string;
}

/** Where a finding is, as far as it is known. */
export type FindingPlace = Pick<Finding, "file" | "line" | "route">;

/** Creates a finding of a rule. */
export function toFinding(
  { id, reason, cure }: Pick<Finding, "cure" | "id" | "reason">,
  { file, line, route }: FindingPlace,
): Finding {
  const source = file === undefined ? undefined : `${file}:${line ?? 1}`;
  const place =
    route !== undefined && source !== undefined ? `${route} (${source})` : (route ?? source);
  return {
    id,
    place: place ?? "the app",
    ...(route !== undefined && { route }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    reason,
    cure,
    page: pageOf(id),
  };
}

/** Returns the address of the section about a rule. */
export function pageOf(id: string): string {
  return `${pages}#${id}`;
}

const pages = "https://github.com/express-backstop/express-backstop/blob/main/docs/doctor.md";
