import { StartError } from "../start/start-error.ts";

/**
 * Reads the secret that signs the tokens from `TOKEN_SECRET`.
 *
 * @throws StartError if it is short, or if it is missing in production
 */
export function readSecret(env: NodeJS.ProcessEnv): string {
  const secret = env["TOKEN_SECRET"] || undefined;
  if (secret === undefined && env["NODE_ENV"] !== "production") return forDevelopment;
  if (secret !== undefined && secret.length >= 32 && secret !== forDevelopment) return secret;
  throw new StartError(
    `TOKEN_SECRET is ${secret === undefined ? "missing" : "not a secret"}; ` +
      "write at least 32 characters that nobody knows, for instance from: openssl rand -hex 32",
  );
}

// Everybody can read it here, so it protects nothing.
const forDevelopment = "a secret that everybody can read, for development";
