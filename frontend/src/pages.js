// Loaded by every page: what is quicker with a script than without.
import { openAllReceipts } from "./lib/receipts.js";
import { suggestNames } from "./lib/suggest.js";

for (const input of document.querySelectorAll("input[data-suggest]")) suggestNames(input);
for (const place of document.querySelectorAll("[data-open-all]")) openAllReceipts(place);
