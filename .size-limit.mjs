const modifyEsbuildConfig = (config) => ({ ...config, format: "esm", platform: "neutral" });
export default [
  { name: "express-backstop/client", path: "dist/client.js", limit: "1.5 kB", modifyEsbuildConfig },
  {
    name: "express-backstop",
    path: "dist/index.js",
    ignore: ["express", "zod", "http-errors", "node:*"],
    limit: "20.1 kB",
    modifyEsbuildConfig: (config) => ({ ...config, format: "esm", platform: "node" }),
  },
];
