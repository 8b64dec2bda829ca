// All rules of ESLint except these, each with its reason, like the configuration of ruff.

import js from "@eslint/js";
import globals from "globals";

const OFF = [
  "capitalized-comments", // some comments begin with a name of the code
  "func-style", // functions are declared; arrow functions are for arguments
  "id-length", // x, y and i are standard names
  "max-lines-per-function", // a part of the page is a function that contains its state
  "max-statements", // the same
  "no-continue", // it saves a level of nesting
  "no-inline-comments", // a reason is next to the code it explains
  "no-magic-numbers", // a pixel or a factor such as 1000 m per km explains itself
  "no-ternary", // an expression is shorter than two assignments
  "no-undefined", // a missing value is compared with undefined
  "one-var", // one declaration, one line
  "prefer-named-capture-group", // the patterns are short
  "require-unicode-regexp", // where letters matter, the flag is there
  "sort-imports", // imports are sorted by file
  "sort-keys", // keys have a logical order
];

const CHOSEN = {
  "camelcase": ["error", { properties: "never", ignoreDestructuring: true }], // columns of the data
  "curly": ["error", "multi-line"], // one short line needs no braces
  "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
  "max-params": ["error", { max: 5 }],
  "no-console": "error",
  "no-empty-function": ["error", { allow: ["arrowFunctions", "methods"] }], // optional callbacks
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
    files: ["frontline/desk/static/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["tests/js/**/*.mjs", "tools/js/*.mjs"],
    languageOptions: { globals: globals.node },
    rules: { "no-template-curly-in-string": "off" }, // hostile text
  },
  { files: ["tests/js/shapes_of_days.mjs"], rules: { "no-console": "off" } }, // it prints
];
