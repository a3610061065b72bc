import { useForm } from "@tanstack/react-form";
import { safe, toFormErrors } from "express-backstop/client";
import type { ReactElement } from "react";

export function ArticleForm(): ReactElement {
  const form = useForm({
    defaultValues: { title: "", tags: ["", ""] },
    validators: {
      onSubmitAsync: async ({ value, formApi }) => {
        const result = await safe(
          fetch("/articles", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(value),
          }),
        );
        if (result.ok) return undefined;
        const names = Object.keys(formApi.fieldInfo); // it calls an item tags[1]
        const { root, fields } = toFormErrors(result.problem, { names });
        return { form: root, fields };
      },
    },
  });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit();
      }}
    >
      {(["title", "tags[0]", "tags[1]"] as const).map((name) => (
        <form.Field key={name} name={name}>
          {(field) => (
            <div>
              <label>
                {name}{" "}
                <input
                  value={field.state.value}
                  onChange={(event) => field.handleChange(event.target.value)}
                  aria-invalid={!field.state.meta.isValid}
                />
              </label>
              <p>{field.state.meta.errors.join(", ")}</p>
            </div>
          )}
        </form.Field>
      ))}
      <button type="submit">Save</button>
      <form.Subscribe selector={(state) => [state.errorMap.onSubmit, state.isSubmitSuccessful]}>
        {([problem, isSaved]) => (
          <>
            <p role="alert">{typeof problem === "string" ? problem : undefined}</p>
            {isSaved === true && <output>Saved</output>}
          </>
        )}
      </form.Subscribe>
    </form>
  );
}
