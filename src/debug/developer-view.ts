import type { Request } from "express";
import type { Redact } from "../inspect/redact.ts";
import type { DeveloperView } from "../present/developer-view.ts";
import { bodyType, toBody } from "../present/serialize.ts";
import type { DebugOptions } from "./debug-options.ts";
import { developerPage, pageTypes } from "./developer-page.ts";
import { isLocalClient } from "./local-client.ts";
import { requestRedactor } from "./request-redactor.ts";

/** Creates the view of the option `debug`. */
export function developerView(
  { remoteClients, editor }: DebugOptions,
  redact: Redact,
): DeveloperView {
  const warnOfRemote = remoteWarning();

  return {
    admits(req) {
      const isAdmitted = remoteClients === true || isLocalClient(req);
      if (!isAdmitted) warnOfRemote(req);
      return isAdmitted;
    },
    redactor: (req) => requestRedactor(req, redact),
    render(failure, problem, req, serialize) {
      const preferred = req.accepts([bodyType(serialize), ...jsonTypes, ...pageTypes]);
      const format = pageTypes.find((type) => type === preferred);
      if (!format) return undefined;
      const body = toBody(problem, req, serialize, failure.mishaps);
      return developerPage(failure, problem, req, body, format, { redact, editor });
    },
  };
}

const jsonTypes = ["application/problem+json", "application/json"] as const;

/** Creates the function that warns, once, of a client that gets no details. */
function remoteWarning(): (req: Request) => void {
  let warned = false;
  return (req) => {
    if (warned) return;
    warned = true;
    process.emitWarning(
      `errorHandler({ debug }) shows details to clients on this machine only. A request from ${req.socket?.remoteAddress ?? "an unknown address"} for ${req.headers?.host ?? "no host"} did not count as one of them, because of its address, its Host, its Origin or a header of a proxy. To show details to all clients, write debug: { remoteClients: true }.`,
      { code: "BACKSTOP_DEBUG_REMOTE" },
    );
  };
}
