const modifyEsbuildConfig = (config) => ({ ...config, format: "esm", platform: "neutral" });
const root = {
  path: "../../dist/index.js",
  ignore: ["express", "zod", "http-errors", "node:*"],
  modifyEsbuildConfig: (config) => ({
    ...config,
    // The code of the option debug is loaded by the apps that set it, while they start, and the rules of doctor in
    // development only.
    // Named as the chunks import them: esbuild would write a resolved path into the bundle, whose length, and so the
    // size, would depend on the folder of the checkout.
    external: [
      ...config.external,
      "./shared/developer-view.js",
      "./shared/start-warnings.js",
      "./shared/status-warning.js",
      "./option-warning.js",
      "./shared/option-warning.js",
      "./warn-of-silence.js",
      "./shared/warn-of-old-node.js",
      // What only apps with schemas of these libraries load.
      "./shared/other-vendors.js",
    ],
    format: "esm",
    platform: "node",
  }),
};
export default [
  {
    name: "express-backstop/client",
    path: "../../dist/client/index.js",
    // What a page with a form needs: the rest is shaken off.
    import: "{ safe, toFormErrors }",
    limit: "2 kB",
    modifyEsbuildConfig,
  },
  { ...root, name: "express-backstop", limit: "37.6 kB" },
  // What is left of it where an app uses no more than this: every other feature can be shaken off.
  {
    ...root,
    name: "express-backstop without catalog and validation",
    import: "{ asyncHandler, errorHandler, HttpError, notFoundHandler }",
    limit: "20.7 kB",
  },
];
