import { jsonSchemaOf } from "../schema/json-schema.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import { publicData, type PublicData } from "./public-data.ts";
import { isReserved } from "../errors/reserved-members.ts";

/** What of a declaration tells its problems from others. */
interface Declared {
  readonly code: string;
  readonly status: number;
  readonly base: string | undefined;
  readonly data?: StandardSchema | undefined;
}

/** Takes the declared members from a problem that came over the wire; undefined when it is not the one declared. */
export function receivedData(
  declared: Declared,
  status: number,
  members: PublicData,
): PublicData | undefined {
  if (!hasStatus(declared, status) || !hasType(declared, members["type"])) return undefined;
  return declaredData(declared, members);
}

/** Takes the declared members alone; undefined when they do not fit the schema. */
export function declaredData(
  { code, data: schema }: Pick<Declared, "code" | "data">,
  members: PublicData,
): PublicData | undefined {
  if (!schema) return {};
  // A schema may refuse what it does not know; a newer server may send more.
  const { properties } = jsonSchemaOf(schema, "output") ?? {};
  const own = Object.entries(members).filter(
    ([name]) => !isReserved(name) && (!properties || Object.hasOwn(properties, name)),
  );
  try {
    return publicData(code, schema)(Object.fromEntries(own));
  } catch {
    return undefined;
  }
}

/** The status of HTTP is the one that counts; `validationStatus: 422` is the one option that changes it. */
function hasStatus(declared: Declared, status: number): boolean {
  return declared.status === status || (declared.code === "validation_failed" && status === 422);
}

/** Another server may have the code and mean something else; its type says so. */
function hasType({ base, code }: Declared, type: unknown): boolean {
  if (base !== undefined) return type === base + code;
  return typeof type === "string" && type.split(/\W/).pop() === code;
}
