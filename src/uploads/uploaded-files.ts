import type { Violation } from "../messages/violation.ts";
import { checkOptions, isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { SchemaIssue, StandardSchema } from "../schema/standard-schema.ts";
import { type FileRule, fileRuleChecks, type FilesOf, type UploadedFile } from "./file-rule.ts";
import { fitsSignature } from "./signatures.ts";

/**
 * Creates a schema for the files that multer has read, by field, for `validate({ files })`. A file of another field is
 * refused. The handler gets the files in `req.files`: a file for each field, or a list where `maximumFiles` is set.
 *
 * Of PNG, JPEG, GIF, WebP, AVIF, PDF, ZIP and gzip, the first bytes must be those of the type too, where multer keeps
 * the bytes in memory. The client can claim any type of other files.
 *
 * @param rules The rule for each field: media types, sizes in bytes, the number of files.
 *
 * @throws {TypeError} If a rule is not an object, has an unknown or invalid member, or a minimum size above its maximum.
 *
 * @example
 * app.post(
 *   "/avatars",
 *   multer({ storage: multer.memoryStorage(), limits: { fileSize: 1_000_000 } }).single("avatar"),
 *   validate({ files: uploadedFiles({ avatar: { types: ["image/png"], maximumBytes: 100_000 } }) }),
 *   asyncHandler(async (req, res) => {
 *     res.json(await avatars.save(req.files.avatar.buffer));
 *   }),
 * );
 */
export function uploadedFiles<const Rules extends Readonly<Record<string, FileRule>>>(
  rules: Rules,
): StandardSchema<unknown, FilesOf<Rules>> {
  if (!isObject(rules)) {
    throw new TypeError(
      `uploadedFiles: rules must be an object of rules by field, got ${describeReceived(rules)}. Write uploadedFiles({ avatar: { types: ["image/png"] } }).`,
    );
  }
  const fields = new Map<string, FileRule>(Object.entries(rules));
  for (const [field, rule] of fields) {
    checkOptions(`uploadedFiles: field ${JSON.stringify(field)}`, rule, fileRuleChecks);
    checkSizes(field, rule);
  }
  const standard = {
    version: 1,
    vendor: "express-backstop",
    validate: (value: unknown) => {
      const files = new Map<string, readonly UploadedFile[]>(Object.entries(Object(value)));
      const issues = [...findIssues(files, fields)];
      // The rules decide whether a field is a file or a list.
      return issues.length > 0 ? { issues } : { value: toOutput(files, fields) as FilesOf<Rules> };
    },
    jsonSchema: { input: () => toJsonSchema(fields), output: () => toJsonSchema(fields) },
  } as const;
  return { "~standard": standard };
}

/** Refuses sizes that no file can have. */
function checkSizes(field: string, { minimumBytes = 1, maximumBytes = Infinity }: FileRule): void {
  if (minimumBytes <= maximumBytes) return;
  throw new TypeError(
    `uploadedFiles: field ${JSON.stringify(field)}: minimumBytes ${minimumBytes} must not exceed maximumBytes ${maximumBytes}. Write { minimumBytes: ${maximumBytes}, maximumBytes: ${minimumBytes} }.`,
  );
}

type Fields = ReadonlyMap<string, FileRule>;
type Files = ReadonlyMap<string, readonly UploadedFile[]>;

/** An issue with the violation that `validate` sends. */
interface FileIssue extends SchemaIssue {
  readonly violation: Violation;
}

function* findIssues(files: Files, fields: Fields): Generator<FileIssue> {
  for (const [field, rule] of fields) {
    const found = files.get(field) ?? [];
    const { maximumFiles = 1, optional = false } = rule;
    if (found.length === 0 && !optional) yield toIssue([field], { code: "required" });
    if (found.length > maximumFiles) {
      yield toIssue([field], { code: "too_long", params: { maximum: maximumFiles } });
    }
    for (const [index, file] of found.slice(0, maximumFiles).entries()) {
      const violation = violationOf(file, rule);
      const path = rule.maximumFiles === undefined ? [field] : [field, index];
      if (violation) yield toIssue(path, violation);
    }
  }
  for (const field of files.keys()) {
    if (!fields.has(field)) yield toIssue([field], { code: "unknown_member" });
  }
}

function toIssue(path: readonly PropertyKey[], violation: Violation): FileIssue {
  return { message: violation.code, path, violation };
}

function violationOf(
  file: UploadedFile,
  { types, maximumBytes = Infinity, minimumBytes = 1 }: FileRule,
): Violation | undefined {
  const { mimetype, size } = file;
  if (types && !types.some((type) => matches(mimetype, type))) {
    return { code: "not_one_of", params: { values: types } };
  }
  if (size > maximumBytes) {
    return { code: "too_long", unit: "byte", params: { maximum: maximumBytes } };
  }
  if (size < minimumBytes) {
    return { code: "too_short", unit: "byte", params: { minimum: minimumBytes } };
  }
  if (types && !fitsSignature(file)) {
    // One of the types whose signature is known.
    return { code: "bad_format", params: { format: mimetype.toLowerCase() } };
  }
  return undefined;
}

function matches(claimed: string, type: string): boolean {
  const [one, other] = [claimed.toLowerCase(), type.toLowerCase()];
  return other.endsWith("/*") ? one.startsWith(other.slice(0, -1)) : one === other;
}

function toOutput(files: Files, fields: Fields): object {
  const values = Array.from(fields, ([field, { maximumFiles }]) => {
    const found = files.get(field) ?? [];
    return [field, maximumFiles === undefined ? found[0] : found] as const;
  });
  return Object.fromEntries(values);
}

/** Describes the files in a multipart form, as OpenAPI 3.1 does: a file has a media type and no schema of its own. */
function toJsonSchema(fields: Fields): Record<string, unknown> {
  const properties = Array.from(fields, ([field, { types = [], maximumFiles }]) => {
    const [only = "*/*", ...others] = types;
    const isKnown = others.length === 0 && !only.endsWith("*");
    const type = isKnown ? only : "application/octet-stream";
    const file = { type: "string", contentMediaType: type };
    const list = { type: "array", items: file, maxItems: maximumFiles };
    return [field, maximumFiles === undefined ? file : list] as const;
  });
  const required = [...fields].filter(([, rule]) => !rule.optional).map(([field]) => field);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}
