export { uploadedFiles } from "./uploaded-files.ts";
export type { FileRule, FilesOf, UploadedFile } from "./file-rule.ts";
export type { StandardSchema } from "../schema/standard-schema.ts";
