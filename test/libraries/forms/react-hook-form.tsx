import { safe, toFormErrors } from "express-backstop/client";
import type { ReactElement } from "react";
import { type FieldPath, useForm } from "react-hook-form";

interface Article {
  title: string;
  tags: string[];
}

export function ArticleForm(): ReactElement {
  const { register, handleSubmit, setError, formState } = useForm<Article>();
  const { errors, isSubmitSuccessful } = formState;

  async function save(article: Article): Promise<void> {
    const result = await safe(
      fetch("/articles", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(article),
      }),
    );
    if (result.ok) return;
    const { root, fields } = toFormErrors(result.problem);
    for (const [name, message] of Object.entries(fields)) {
      // The server names the fields of the schema that the form is for.
      setError(name as FieldPath<Article>, { type: "server", message });
    }
    if (root) setError("root.server", { message: root });
  }

  return (
    <form onSubmit={(event) => void handleSubmit(save)(event)} noValidate>
      <label>
        Title <input {...register("title")} aria-invalid={Boolean(errors.title)} />
      </label>
      <p>{errors.title?.message}</p>
      {[0, 1].map((index) => (
        <div key={index}>
          <label>
            Tag {index + 1} <input {...register(`tags.${index}`)} />
          </label>
          <p>{errors.tags?.[index]?.message}</p>
        </div>
      ))}
      <button type="submit">Save</button>
      <p role="alert">{errors.root?.["server"]?.message}</p>
      {isSubmitSuccessful && <output>Saved</output>}
    </form>
  );
}
