// Completes names in a field, as an ARIA combobox with a list below it.

import { root } from "./root.js";

const WAIT = 120; // ms between the last key and the question, so that fast typing asks once

let lists = 0;

/**
 * Lets a field propose names while somebody types.
 *
 * @param {HTMLInputElement} input stands in an element of its own, which the list is added to.
 *   data-suggest holds the kinds of thing wanted, by comma, or nothing for all; with data-go, a
 *   chosen name leads to its page instead of filling the field.
 */
export function suggestNames(input) {
  const list = document.createElement("ul");
  list.id = `suggestions-${++lists}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.parentElement.append(list);
  input.removeAttribute("list");
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    input.setAttribute(name, value);
  }
  new Suggestions(input, list).listen();
}

class Suggestions {
  #input;
  #list;
  #found = [];
  #at = -1;
  #asked = null;
  #timer = 0;

  constructor(input, list) {
    this.#input = input;
    this.#list = list;
  }

  listen() {
    this.#input.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), WAIT);
    });
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => this.#close());
    // Before blur, which would take the list away.
    this.#list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.#choose(Number(option.dataset.index));
    });
  }

  async #ask() {
    const text = this.#input.value.trim();
    this.#asked?.abort();
    if (text.length < 2) return this.#close();
    this.#asked = new AbortController();
    const query = new URLSearchParams({ q: text, type: this.#input.dataset.suggest });
    try {
      const reply = await fetch(`${root}/suggest?${query}`, { signal: this.#asked.signal });
      if (!reply.ok) return this.#close();
      this.#show((await reply.json()).suggestions);
    } catch (error) {
      // The field works without suggestions; only a newer question aborts.
      if (error.name !== "AbortError") this.#close();
    }
  }

  #show(found) {
    this.#found = found;
    this.#list.replaceChildren(...found.map(option(this.#list.id)));
    this.#mark(-1);
    this.#list.hidden = found.length === 0;
    this.#input.setAttribute("aria-expanded", String(found.length > 0));
  }

  #close() {
    clearTimeout(this.#timer);
    this.#show([]);
  }

  #key(event) {
    const last = this.#found.length - 1;
    if (last < 0 || event.isComposing) return;
    if (event.key === "ArrowDown") this.#mark(this.#at >= last ? -1 : this.#at + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#at < 0 ? last : this.#at - 1);
    else if (event.key === "Enter" && this.#at >= 0) this.#choose(this.#at);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
  }

  #mark(index) {
    this.#at = index;
    for (const [number, each] of [...this.#list.children].entries()) {
      each.setAttribute("aria-selected", String(number === index));
    }
    const marked = this.#list.children[index];
    if (marked) this.#input.setAttribute("aria-activedescendant", marked.id);
    else this.#input.removeAttribute("aria-activedescendant");
    marked?.scrollIntoView({ block: "nearest" });
  }

  #choose(index) {
    const chosen = this.#found[index];
    this.#close();
    if ("go" in this.#input.dataset && chosen.href) window.location.assign(root + chosen.href);
    else {
      this.#input.value = chosen.name;
      this.#input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

function option(list) {
  return (found, index) => {
    const item = document.createElement("li");
    item.id = `${list}-${index}`;
    item.dataset.index = String(index);
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.className = "suggested";
    name.textContent = found.name;
    const about = document.createElement("span");
    about.className = "quiet";
    about.textContent =
      found.description.toLowerCase() === found.kind.toLowerCase()
        ? found.kind
        : `${found.kind} · ${found.description}`;
    item.append(name, about);
    return item;
  };
}
