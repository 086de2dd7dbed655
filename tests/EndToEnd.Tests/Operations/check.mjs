// node check.mjs KIND FILE…: says what is wrong with files by the schemas of those who read them, a line each.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const [kind, ...files] = process.argv.slice(2);
const checks = { dockerfile: checkDockerfile, compose: checkCompose, kubernetes: checkKubernetes, dashboard: checkDashboard };
for (const problem of await checks[kind]()) console.log(problem);

async function checkDockerfile() {
  const { validate } = await import("dockerfile-utils");
  return files.flatMap(file => validate(readFileSync(file, "utf8"))
    .map(found => `${basename(file)} line ${found.range.start.line + 1}: ${found.message}`));
}

// The compose specification's schema, and what dclint adds to it, but for matters of taste.
async function checkCompose() {
  const { DCLinter } = await import("dclint");
  const off = ["no-build-and-image", "service-keys-order", "services-alphabetical-order", "top-level-properties-order"];
  const rules = Object.fromEntries(off.map(rule => [rule, 0]));
  const linter = new DCLinter({ quiet: false, debug: false, exclude: [], disableAllRules: false, rules });
  return linter.lintFiles(files, false).flatMap(result => result.messages
    .map(found => `${basename(result.filePath)} line ${found.line}: ${found.message}`));
}

// Kubernetes has its schema as types too, made of the same description of its API.
async function checkKubernetes() {
  const { parseAllDocuments } = await import("yaml");
  const places = { v1: "core/v1", "apps/v1": "apps/v1", "policy/v1": "policy/v1", "networking.k8s.io/v1": "networking/v1" };
  const values = files.flatMap(file => parseAllDocuments(readFileSync(file, "utf8"), { strict: true, uniqueKeys: true }).map(document => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0].message}`);
    return document.toJS();
  })).map(value => ({ value, type: `import("kubernetes-types/${places[value.apiVersion]}").${value.kind}` }));
  return checkTypes("kubernetes", values);
}

// What Grafana calls a dashboard, with what its Prometheus data source adds to targets and annotations.
async function checkDashboard() {
  const values = files.map(file => ({ value: JSON.parse(readFileSync(file, "utf8")), type: "Dashboard" }));
  return checkTypes("dashboard", values, `
import type { Dashboard as Whole, Panel, RowPanel, DataQuery, AnnotationQuery } from "@grafana/schema";
type Shown = { legendFormat?: string; editorMode?: "code" | "builder"; instant?: boolean; range?: boolean; interval?: string };
type Query = DataQuery & { expr: string } & Shown;
type Panels = (Omit<Panel, "targets"> & { targets: Query[] }) | RowPanel;
type Texts = { titleFormat?: string; textFormat?: string; tagKeys?: string; useValueForTime?: boolean };
type Annotation = Omit<AnnotationQuery, "target"> & { target: Query } & Texts;
type Dashboard = Omit<Whole, "panels" | "annotations"> & { panels: Panels[]; annotations: { list: Annotation[] } };`);
}

// Literals, so that the compiler finds members that there are not; enumerations are taken by their values.
function checkTypes(name, values, imports = "") {
  const source = `${imports}
type Plain<T> = T extends string ? \`\${T}\` | T : T extends (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
${values.map(({ value, type }, index) => `export const value${index}: Plain<${type}> = ${JSON.stringify(value, null, 1)};`).join("\n")}
`;
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, source);
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler", "--ignoreConfig", "--types", ""];
  const compiler = join(folder, "node_modules", "typescript", "bin", "tsc");
  const tsc = spawnSync(process.execPath, [compiler, ...options, file], { cwd: folder, encoding: "utf8" });
  return tsc.status === 0 ? [] : (tsc.stdout + tsc.stderr).trim().split("\n");
}
