import type { Redact } from "../inspect/redact.ts";
import type { DeveloperView } from "../present/developer-view.ts";
import type { DebugOptions } from "./debug-options.ts";

/** Creates the view of the option `debug`. Only here its code is loaded: an app without the option never reads it. */
export function lazyView(options: DebugOptions, redact: Redact): DeveloperView {
  let view: DeveloperView | undefined;

  void load();
  return {
    // While the app starts, and where a bundler left the code out, nobody sees details.
    admits: (req) => view?.admits(req) ?? false,
    redactor: (req) => view?.redactor(req) ?? redact,
    render: (...parts) => view?.render(...parts),
  };

  async function load(): Promise<void> {
    try {
      view = (await import("./developer-view.ts")).developerView(options, redact);
    } catch (cause) {
      process.emitWarning(`The developer's page could not be loaded: ${String(cause)}`, {
        code: "BACKSTOP_DEBUG_MISSING",
      });
    }
  }
}
