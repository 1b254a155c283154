import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  { files: ["digits/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/**/*.js", "bench/**/*.js"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
