/** The address of the published site, without the path of the pages. */
export const origin = "https://express-backstop.github.io";

/** The path below which the pages are, with a slash at both ends. */
export const base = "/express-backstop/";

/** The repository, whose files the README links to by their address, because npm shows it without them. */
export const repository = "https://github.com/express-backstop/express-backstop";
