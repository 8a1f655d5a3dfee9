/* Suggestions below a search field: titles, keywords, providers. A combobox with a listbox, as ARIA
   1.2 describes it. Without this script, or when the server does not answer, the form works alone. */
(function () {
  "use strict";

  const WAIT = 150;
  const EACH = 5;
  const LONGEST = 100;
  const REMEMBERED = 40;

  function element(name, attributes, children) {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...(children || []));
    return made;
  }

  class Suggestions {
    constructor(input, number) {
      this.input = input;
      this.settings = JSON.parse(input.dataset.scigovSuggest);
      this.id = `scigov-suggest-${number}`;
      this.remembered = new Map();
      this.options = [];
      this.active = -1;
      this.composing = false;
      this.build();
      this.listen();
    }

    build() {
      const label = this.settings.texts.list;
      this.list = element("div", { id: this.id, role: "listbox", "aria-label": label, class: "scigov-suggest" });
      this.list.hidden = true;
      this.status = element("div", { role: "status", class: "visually-hidden" });
      this.input.parentElement.append(this.list, this.status);
      // A field of type "search" may not be a combobox; these keep the key "search" on phones.
      const attributes = {
        type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off", role: "combobox",
        "aria-autocomplete": "list", "aria-controls": this.id, "aria-expanded": "false"
      };
      Object.entries(attributes).forEach(([name, value]) => this.input.setAttribute(name, value));
    }

    listen() {
      const on = (name, react) => this.input.addEventListener(name, react);
      // While an input method puts a word together, the field holds letters nobody has meant yet.
      on("compositionstart", () => { this.composing = true; this.stop(); });
      on("compositionend", () => { this.composing = false; this.later(); });
      on("input", (event) => { if (!this.composing && !event.isComposing) { this.later(); } });
      on("keydown", (event) => this.press(event));
      on("blur", () => { this.stop(); this.close(); });
      // The field keeps the focus while somebody clicks or scrolls in the list.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      window.addEventListener("pagehide", () => { this.stop(); this.close(); });
    }

    stop() {
      clearTimeout(this.timer);
      if (this.request) { this.request.abort(); }
      this.request = null;
    }

    later() {
      this.stop();
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    ask() {
      const text = this.input.value.trim();
      const tooShort = text.length === 0 || (text.length === 1 && text < "\u0100");
      if (tooShort || text.length > LONGEST) {
        this.close();
        return;
      }
      const known = this.remembered.get(text);
      if (known) { this.show(known); } else { this.fetch(text); }
    }

    fetch(text) {
      const request = new AbortController();
      this.request = request;
      const query = new URLSearchParams({ text: text, limit: EACH });
      fetch(`${this.settings.urls.suggest}?${query}`, { signal: request.signal, credentials: "same-origin" })
        .then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(reply.status))))
        .then((answer) => {
          if (this.remembered.size >= REMEMBERED) { this.remembered.clear(); }
          this.remembered.set(text, answer.result);
          if (this.request === request) { this.show(answer.result); }
        })
        .catch(() => { if (this.request === request) { this.close(); } });
    }

    show(found) {
      const urls = this.settings.urls;
      this.options = [];
      this.list.replaceChildren();
      this.group("titles", found.titles, (item) => urls.dataset.replace("__name__", encodeURIComponent(item.name)));
      this.group("tags", found.tags, (item) => `${urls.search}?${new URLSearchParams({ tags: item.name })}`);
      this.group("providers", found.providers, (item) => `${urls.search}?${new URLSearchParams({ organization: item.name })}`);
      this.activate(-1);
      if (this.options.length) {
        this.open();
      } else {
        this.close();
        this.status.textContent = this.settings.texts.none;
      }
    }

    group(kind, items, address) {
      if (!items.length) { return; }
      const heading = element("div", { id: `${this.id}-${kind}`, class: "scigov-suggest-heading", role: "presentation" },
        [this.settings.texts[kind]]);
      const options = items.map((item) => this.option(kind, item, address(item)));
      const attributes = { role: "group", "aria-labelledby": heading.id };
      this.list.append(element("div", attributes, [heading, ...options]));
    }

    option(kind, item, address) {
      const parts = item.parts.map((part) => (part.fits ? element("mark", {}, [part.text]) : part.text));
      const content = [element("span", { class: "scigov-suggest-text" }, parts)];
      if (kind !== "titles") {
        content.push(element("span", { class: "scigov-suggest-count" }, [this.counted(item.count)]));
      }
      const attributes = {
        id: `${this.id}-${this.options.length}`, role: "option", "aria-selected": "false", tabindex: "-1",
        href: address, class: `scigov-suggest-option scigov-suggest-${kind}`
      };
      const option = element("a", attributes, content);
      this.options.push(option);
      return option;
    }

    counted(number) {
      const text = this.settings.texts[number === 1 ? "one" : "many"];
      return text.replace("{num}", number.toLocaleString(document.documentElement.lang || undefined));
    }

    open() {
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.status.textContent = this.settings.texts.some.replace("{number}", this.options.length);
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.status.textContent = "";
      this.activate(-1);
    }

    activate(number) {
      if (this.options[this.active]) { this.options[this.active].setAttribute("aria-selected", "false"); }
      this.active = number;
      const option = this.options[number];
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    press(event) {
      // Keys of an input method belong to it: its Enter takes a word, its arrows choose one.
      if (this.composing || event.isComposing || event.keyCode === 229) { return; }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.move(step);
      } else if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault();
        this.stop();
        this.close();
      } else if (event.key === "Enter" && !this.list.hidden && this.options[this.active]) {
        event.preventDefault();
        window.location.assign(this.options[this.active].href);
      } else if (event.key === "Enter") {
        this.stop();
      }
    }

    /* Behind the last suggestion, and before the first, is the field itself. */
    move(step) {
      if (this.list.hidden) {
        if (this.options.length && this.input.value.trim()) { this.open(); } else { this.later(); return; }
      }
      const places = this.options.length + 1;
      this.activate((this.active + 1 + step + places) % places - 1);
    }
  }

  document.querySelectorAll("[data-scigov-suggest]").forEach((input, number) => new Suggestions(input, number));
}());
