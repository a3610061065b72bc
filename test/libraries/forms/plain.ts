import { safe, toFormErrors } from "express-backstop/client";

/** Sends a form, and shows what is wrong at its fields, as the browser does for `required`. */
export async function submit(form: HTMLFormElement): Promise<void> {
  const inputs = Array.from(form.querySelectorAll("input"));
  const setErrors = (errors: ReadonlyMap<string, string>): void => {
    for (const input of inputs) input.setCustomValidity(errors.get(input.name) ?? "");
  };
  const body = new URLSearchParams(inputs.map(({ name, value }) => [name, value]));
  const result = await safe(fetch(form.action, { method: "POST", body }));
  const { root = "Saved", fields } = result.ok
    ? { fields: {} }
    : toFormErrors(result.problem, { names: inputs.map(({ name }) => name) });

  setErrors(new Map(Object.entries(fields)));
  form.addEventListener("input", () => setErrors(new Map()), { once: true });
  form.querySelector("[role=alert]")?.replaceChildren(form.reportValidity() ? root : "");
}
