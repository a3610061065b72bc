/** Joins words as PascalCase: `article`, `not`, `found` becomes `ArticleNotFound`. */
export function toPascalCase(words: readonly string[]): string {
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
}
