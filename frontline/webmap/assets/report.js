// The report of a checked article: buttons that copy a finding as plain text.

import {copyOnClick} from "./core/copyButton.js";

for (const button of document.querySelectorAll("button.copy")) copyOnClick(button);
