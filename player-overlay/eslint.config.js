import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["target/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // find<HTMLButtonElement>(…) says what the caller knows of its own markup.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // The player's layers import downwards only; a build sees the shell's contract and nothing else of it.
    files: ["src/players/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: "/(shell(?!/contract\\.js$)|media|transport|time)/", message: "A build reaches the shell through its host only." }] }],
    },
  },
  {
    files: ["src/protocol/**/*.ts", "src/time/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: "/(shell|media|transport|players)/", message: "protocol and time import nothing above them." }] }],
    },
  },
  {
    files: ["scripts/**/*.mjs", "dev/**/*.mjs", "*.js"],
    languageOptions: { globals: { process: "readonly", console: "readonly", Buffer: "readonly", URL: "readonly", setTimeout: "readonly", setInterval: "readonly", clearInterval: "readonly" } },
  },
);
