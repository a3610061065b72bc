import type { OptionCheck } from "../misuse/check-options.ts";

/** The rule for the files of one field of a form. */
export interface FileRule {
  /** The accepted media types, such as `image/png` or `image/*`. Default: any. */
  readonly types?: readonly string[];
  /** The maximum size of a file in bytes. Default: that of multer. */
  readonly maximumBytes?: number;
  /** The minimum size of a file in bytes. Default: 1, so that an empty file is refused. */
  readonly minimumBytes?: number;
  /** The maximum number of files. With it, the field is a list. Default: one file, and no list. */
  readonly maximumFiles?: number;
  /** Whether the field may have no file. Default: false. */
  readonly optional?: boolean;
}

/** A file as multer describes it. */
export interface UploadedFile {
  /** The name of the field. */
  readonly fieldname: string;
  /** The name of the file on the computer of the client, who may write anything. */
  readonly originalname: string;
  /** The media type that the client claims. */
  readonly mimetype: string;
  /** The size in bytes. */
  readonly size: number;
  /** The bytes, with `memoryStorage`. */
  readonly buffer: Buffer;
  /** The path on the disk, with `diskStorage`. */
  readonly path: string;
}

/** The files of a valid request, by field. */
export type FilesOf<Rules extends Readonly<Record<string, FileRule>>> = {
  readonly [Field in keyof Rules]: Rules[Field] extends { readonly maximumFiles: number }
    ? readonly UploadedFile[]
    : Rules[Field] extends { readonly optional: true }
      ? UploadedFile | undefined
      : UploadedFile;
};

const aCount: OptionCheck = [
  "a positive integer",
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
];

/** The checks of a rule. */
export const fileRuleChecks: Readonly<Record<keyof FileRule, OptionCheck>> = {
  types: [
    'an array of media types such as ["image/png", "image/*"]',
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((type) => typeof type === "string" && /^[\w.+-]+\/(?:[\w.+-]+|\*)$/.test(type)),
  ],
  maximumBytes: aCount,
  minimumBytes: [
    "an integer, 0 or greater",
    (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  ],
  maximumFiles: aCount,
  optional: ["true or false", (value) => typeof value === "boolean"],
};
