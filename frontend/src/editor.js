// Makes the query's textarea an editor: colours, completion from this server's ontology, the line
// of an error. The form stays the way to ask, so that the address is the query.
import { root } from "./lib/root.js";
import { Yasqe } from "./lib/yasqe.js";
import "./editor.css";

const form = document.querySelector("form.editor");
const textarea = form.querySelector("textarea");

const known = fetch(`${root}/sparql/terms`).then((reply) => (reply.ok ? reply.json() : null));

Yasqe.forkAutocompleter("class", completer("parley-class", "class"));
Yasqe.forkAutocompleter("property", completer("parley-property", "property"));
Yasqe.forkAutocompleter("prefixes", {
  name: "parley-prefixes",
  persistenceId: null,
  get: async () => {
    const { prefixes = {} } = (await known) ?? {};
    return Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort();
  },
});

/** A completer for terms of a kind, the most used first; nothing is asked of other hosts. */
function completer(name, kind) {
  return {
    name,
    bulk: false,
    persistenceId: null,
    get: async (_yasqe, token) => {
      const wanted = (token?.autocompletionString ?? "").toLowerCase();
      const local = wanted.split(/[#/:]/).pop();
      return ((await known)?.terms ?? [])
        .filter((term) => term.kind === kind)
        .filter((t) => t.iri.toLowerCase().startsWith(wanted) || t.name.toLowerCase().includes(local))
        .sort((a, b) => b.uses - a.uses || a.name.localeCompare(b.name))
        .map((term) => term.iri);
    },
  };
}

const place = document.createElement("div");
place.className = "editor-place";
textarea.after(place);
const editor = new Yasqe(place, {
  value: textarea.value,
  autocompleters: ["variables", "parley-prefixes", "parley-class", "parley-property"],
  collapsePrefixesOnLoad: false,
  consumeShareLink: null,
  editorHeight: "auto",
  persistenceId: null,
  prefixCcApi: null,
  resizeable: false,
  screenReaderLabel: "SPARQL query",
  showQueryButton: false,
  viewportMargin: Infinity,
  extraKeys: {
    // Tab leaves the editor, as it leaves every other field.
    Tab: false,
    "Shift-Tab": false,
    "Ctrl-Enter": () => form.requestSubmit(),
    "Cmd-Enter": () => form.requestSubmit(),
    "Ctrl-Space": () => editor.autocomplete(),
    "Shift-Ctrl-F": () => editor.autoformat(),
    "Ctrl-/": () => editor.commentLines(),
  },
});
textarea.hidden = true;
form.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
form.addEventListener("submit", () => {
  textarea.value = editor.getValue();
});

const hint = document.createElement("span");
hint.className = "quiet small";
hint.textContent = "Ctrl+Enter runs, Ctrl+Space completes";
form.querySelector(".actions").append(hint);

const line = Number(form.dataset.line) - 1;
if (line >= 0 && line < editor.lineCount()) {
  editor.addLineClass(line, "background", "wrong-line");
  editor.setCursor(line, Math.max(0, Number(form.dataset.column ?? 1) - 1));
}
