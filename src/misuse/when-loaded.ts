/**
 * Calls a function with a file that only development needs, when it is loaded. What fails there does not matter to the
 * app: a getter of what is looked at, or a bundler that left the file out.
 */
export function whenLoaded<File>(loading: Promise<File>, use: (file: File) => void): void {
  loading.then(use).catch(() => {});
}
