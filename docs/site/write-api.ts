import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  Application,
  type Context,
  Converter,
  DeclarationReflection,
  ReflectionKind,
} from "typedoc";

interface Manifest {
  readonly exports: Readonly<
    Record<string, string | { readonly "express-backstop/source": string }>
  >;
}

const root = new URL("../../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Manifest;

/** Writes the API reference: a page for each entry of the package, from the docstrings. */
export async function writeApi(): Promise<void> {
  const entryPoints = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [] : [pathOf(target["express-backstop/source"])],
  );
  const markdown: Readonly<Record<string, unknown>> = {
    router: "module",
    entryFileName: "README",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    classPropertiesFormat: "table",
    typeAliasPropertiesFormat: "table",
    propertyMembersFormat: "table",
    typeDeclarationFormat: "table",
    tableColumnSettings: { hideModifiers: true },
    pageTitleTemplates: {
      index: "API reference",
      module: ({ name }: { readonly name: string }) =>
        name === mainEntry ? mainEntry : `${mainEntry}/${name}`,
    },
  };
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints,
    // The main entry is the first.
    sortEntryPoints: false,
    groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "Type Aliases"],
    tsconfig: pathOf("docs/site/tsconfig.api.json"),
    outputs: [{ name: "markdown", path: pathOf("docs/site/api") }],
    readme: "none",
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    // Types that the entries do not export are private on purpose.
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    treatWarningsAsErrors: true,
    logLevel: "Warn",
    ...markdown,
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, nameMainEntry);
  app.converter.on(Converter.EVENT_RESOLVE_END, removeInherited);

  const project = await app.convert();
  if (!project) throw new Error("TypeDoc could not read the sources.");
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error("TypeDoc has found mistakes in docstrings.");
  }
}

const mainEntry = "express-backstop";

function nameMainEntry({ project }: Context): void {
  for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
    if (module.name === "index") module.name = mainEntry;
  }
}

/** Each subclass of HttpError would repeat all members of HttpError. */
function removeInherited({ project }: Context): void {
  for (const member of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
    if (member instanceof DeclarationReflection && member.inheritedFrom) {
      project.removeReflection(member);
    }
  }
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, root));
}
