import * as z from "zod";

/** zod does not compile schemas to functions here: the Content-Security-Policy of the page refuses that, and Chromium says so. */
export const zodConfig = z.config({ jitless: true });
