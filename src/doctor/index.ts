export { doctor, type DoctorOptions } from "./doctor.ts";
export type { Finding } from "./finding.ts";
export type { ParseError, ParseSource } from "../source/read-sources.ts";
