// Every rule of ESLint but these few, each with its reason; as ruff is set for the Python code.

import js from "@eslint/js";
import globals from "globals";

const OFF = [
  "capitalized-comments", // some comments begin with a name of the code
  "func-style", // functions are declared; arrows are for what is handed on
  "id-length", // x, y and i are their names
  "max-lines-per-function", // a part of the page is a function with its state inside
  "max-statements", // the same
  "no-continue", // it saves a level
  "no-inline-comments", // a reason stands beside what it explains
  "no-magic-numbers", // a pixel or a factor such as 1000 m per km explains itself
  "no-ternary", // an expression is shorter than two assignments
  "no-undefined", // a value that is not there is asked for by its name
  "one-var", // one declaration, one line
  "prefer-named-capture-group", // the patterns are short
  "require-unicode-regexp", // where letters matter, the flag is there
  "sort-imports", // sorted by file, as a reader looks for them
  "sort-keys", // the order of keys is that of the matter
];

const CHOSEN = {
  "camelcase": ["error", { properties: "never", ignoreDestructuring: true }], // columns of the data
  "curly": ["error", "multi-line"], // one short line needs no braces
  "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
  "max-params": ["error", { max: 5 }],
  "no-console": "error",
  "no-empty-function": ["error", { allow: ["arrowFunctions", "methods"] }], // parts left out
  "no-use-before-define": ["error", { functions: false, variables: false }], // the main thing first
  "no-warning-comments": "error", // open work is an issue
  "prefer-destructuring": ["error", { object: true, array: false }],
};

export default [
  js.configs.all,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { ...Object.fromEntries(OFF.map((rule) => [rule, "off"])), ...CHOSEN },
  },
  {
    files: ["frontline/webmap/assets/**/*.js"],
    languageOptions: { globals: { ...globals.browser, L: "readonly" } },
  },
  {
    files: ["tests/js/**/*.mjs", "tools/js/*.mjs"],
    languageOptions: { globals: globals.node },
    rules: { "no-template-curly-in-string": "off" }, // hostile text
  },
  { files: ["tests/js/shapes_of_days.mjs"], rules: { "no-console": "off" } }, // it prints
];
