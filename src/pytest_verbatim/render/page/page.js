// The review page with a script: keys, marks, filter, copying. Without it everything can be read.
(() => {
  "use strict";

  const MARKS = { accepted: "accepted", work: "needs work" };
  const MARK_KEY = "verbatim-review:";
  const KEYS_OFF = "verbatim-review-keys-off";

  const articles = [...document.querySelectorAll("main > article")];
  if (!articles.length) return;
  const entries = new Map(
    [...document.querySelectorAll("body > nav li")].map((item) => [
      item.querySelector("a").hash.slice(1),
      item,
    ]),
  );

  // --- small tools -----------------------------------------------------------------------------

  function make(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in element) element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  const key = (name) => make("kbd", {}, name);
  const nameOf = (article) => article.querySelector("h2 a").lastChild.textContent;
  const commandsOf = (article) =>
    [...article.querySelectorAll(".command code")].map((line) => line.textContent);

  // --- what is kept ----------------------------------------------------------------------------

  const kept = (() => {
    try {
      localStorage.setItem(MARK_KEY, "");
      localStorage.removeItem(MARK_KEY);
      return {
        get: (name) => localStorage.getItem(name),
        set: (name, value) => localStorage.setItem(name, value),
        drop: (name) => localStorage.removeItem(name),
        lasts: true,
      };
    } catch {
      const values = new Map();
      return {
        get: (name) => values.get(name) ?? null,
        set: (name, value) => values.set(name, value),
        drop: (name) => values.delete(name),
        lasts: false,
      };
    }
  })();

  function markOf(article) {
    const mark = kept.get(MARK_KEY + article.dataset.hash);
    return Object.hasOwn(MARKS, mark ?? "") && canBe(article, mark) ? mark : null;
  }

  // No command accepts an example as long as it has findings.
  const isBroken = (article) => "broken" in article.dataset;
  const canBe = (article, mark) => mark !== "accepted" || !isBroken(article);

  // --- the bar ---------------------------------------------------------------------------------

  const progress = make("progress", { max: articles.length, "aria-label": "Marked" });
  const tally = make("span");
  const shownTally = make("span", { className: "shown" });
  const status = make("span", { className: "said-last", role: "status" });
  const text = make("input", {
    type: "search",
    placeholder: "Filter by text",
    "aria-label": "Filter by text",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    spellcheck: false,
  });
  const causes = choice("Cause", "All causes", (article) => article.dataset.causes.split(" "));
  const datasets = choice("Dataset", "All datasets", (article) => [article.dataset.dataset]);
  const marks = make(
    "select",
    { "aria-label": "Mark" },
    ...Object.entries({ "": "All marks", none: "unmarked", ...MARKS }).map(([value, told]) =>
      make("option", { value }, told),
    ),
  );
  const copyAll = make("button", { type: "button" }, "Copy commands of accepted");
  const helpButton = make("button", { type: "button", "aria-keyshortcuts": "?" }, "Keys", key("?"));
  const bar = make(
    "div",
    { className: "bar", role: "search", "aria-label": "Review" },
    make(
      "div",
      {},
      make("span", { className: "tally" }, progress, tally),
      text,
      causes,
      datasets,
      marks,
      shownTally,
      status,
      copyAll,
      helpButton,
    ),
  );

  function choice(label, all, valuesOf) {
    const values = [...new Set(articles.flatMap(valuesOf))].sort();
    return make(
      "select",
      { "aria-label": label },
      make("option", { value: "" }, all),
      ...values.map((value) => make("option", { value: `=${value}` }, value || "(none)")),
    );
  }

  const tell = (message) => {
    status.textContent = message;
    status.title = message;
  };

  // --- where we are ----------------------------------------------------------------------------

  let current = null;
  const shown = () => articles.filter((article) => !article.hidden);
  const ceiling = () =>
    getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().bottom : 0;

  function inView(article) {
    const { top, bottom } = article.getBoundingClientRect();
    return bottom > ceiling() + 1 && top < innerHeight - 1;
  }

  // The example that a key speaks of: never one that has been scrolled away.
  function here() {
    return isHere() ? current : (shown().find(inView) ?? null);
  }

  function setCurrent(article) {
    if (current === article) return;
    current?.removeAttribute("aria-current");
    current = article;
    article.setAttribute("aria-current", "true");
  }

  function go(article) {
    if (!article) return;
    setCurrent(article);
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "start" });
    try {
      history.replaceState(null, "", `#${article.id}`);
    } catch {
      location.hash = article.id;
    }
  }

  const isHere = () => current && !current.hidden && inView(current);

  function step(by) {
    const list = shown();
    if (!list.length) return tell("No example is shown.");
    const next = isHere() ? list[list.indexOf(current) + by] : nearest(list, by);
    if (next) go(next);
    else tell(by > 0 ? "This is the last example." : "This is the first example.");
  }

  function nearest(list, by) {
    const edge = ceiling();
    const top = (article) => article.getBoundingClientRect().top;
    return by > 0
      ? list.find((article) => top(article) >= edge)
      : list.findLast((article) => top(article) < edge);
  }

  function nextUnmarked() {
    const list = shown();
    const from = isHere() ? list.indexOf(current) + 1 : 0;
    const turned = [...list.slice(from), ...list.slice(0, from)];
    const next = turned.find((article) => !markOf(article));
    if (next) go(next);
    else tell("Every example that is shown is marked.");
  }

  // --- marks -----------------------------------------------------------------------------------

  function mark(article, value) {
    if (!article) return tell("No example is in view.");
    setCurrent(article);
    if (!canBe(article, value)) return tell(`it has findings to mend: ${nameOf(article)}`);
    const name = MARK_KEY + article.dataset.hash;
    try {
      if (value) kept.set(name, value);
      else kept.drop(name);
    } catch {
      return tell("The browser keeps no more marks.");
    }
    showMarks();
    tell(`${value ? MARKS[value] : "mark cleared"}: ${nameOf(article)}`);
  }

  const buttons = new Map();

  function addButtons(article) {
    const button = (told, value, shortcut) => {
      const made = make(
        "button",
        { type: "button", "data-mark": value, "aria-keyshortcuts": shortcut, "aria-pressed": "false" },
        told,
        key(shortcut),
      );
      made.addEventListener("click", () => mark(article, markOf(article) === value ? null : value));
      return made;
    };
    const accepted = isBroken(article) ? [] : [button("Accepted", "accepted", "a")];
    const made = [...accepted, button("Needs work", "work", "r")];
    buttons.set(article, made);
    article
      .querySelector("header")
      .append(make("div", { className: "marking", role: "group", "aria-label": "Mark" }, ...made));
    const copy = make("button", { type: "button" }, "Copy");
    copy.addEventListener("click", () => copyCommands(article));
    article.querySelector(".command")?.append(copy); // none where no command accepts it
    article.addEventListener("focusin", () => setCurrent(article));
    article.addEventListener("pointerdown", () => setCurrent(article));
  }

  function showMarks() {
    let count = 0;
    for (const article of articles) {
      const value = markOf(article);
      count += value ? 1 : 0;
      for (const button of buttons.get(article)) {
        button.setAttribute("aria-pressed", String(button.dataset.mark === value));
      }
      const entry = entries.get(article.id);
      if (value) entry.dataset.mark = value;
      else delete entry.dataset.mark;
    }
    progress.value = count;
    tally.textContent = `${count} of ${articles.length} marked`;
  }

  // --- filter ----------------------------------------------------------------------------------

  const texts = new Map();

  function textOf(article) {
    if (!texts.has(article)) {
      const parts = [...article.querySelectorAll("h2, .badges, .facts, .panes")];
      texts.set(article, parts.map((part) => part.textContent.toLowerCase()).join("\n"));
    }
    return texts.get(article);
  }

  function fits(article, words) {
    const { causes: why, dataset } = article.dataset;
    return (
      (!causes.value || why.split(" ").includes(causes.value.slice(1))) &&
      (!datasets.value || dataset === datasets.value.slice(1)) &&
      (!marks.value || (markOf(article) ?? "none") === marks.value) &&
      words.every((word) => textOf(article).includes(word))
    );
  }

  const none = make("p", { hidden: true }, "No example fits the filter.");

  function filter() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wasHere = isHere();
    let count = 0;
    for (const article of articles) {
      article.hidden = !fits(article, words);
      entries.get(article.id).hidden = article.hidden;
      count += article.hidden ? 0 : 1;
    }
    const isAll = count === articles.length;
    shownTally.textContent = isAll ? "" : `${count} of ${articles.length} shown`;
    none.hidden = count > 0;
    if (wasHere && !current.hidden) current.scrollIntoView({ block: "start" });
  }

  // --- copying ---------------------------------------------------------------------------------

  async function copyText(value, told) {
    try {
      await navigator.clipboard.writeText(value);
      tell(told);
    } catch {
      const area = make("textarea", { readOnly: true, "aria-label": "Text to copy" });
      area.value = value;
      const dialog = open("Copy this", area);
      area.focus();
      area.select();
      dialog.addEventListener("close", () => dialog.remove());
    }
  }

  function copyCommands(article) {
    const lines = commandsOf(article);
    if (!lines.length) return tell("No command accepts this example.");
    copyText(lines.join("\n"), `Copied the ${lines.length === 1 ? "command" : "commands"}.`);
  }

  function copyAccepted() {
    const accepted = articles.filter((article) => markOf(article) === "accepted");
    if (!accepted.length) return tell("No example is marked accepted.");
    const all = accepted.map(commandsOf);
    const first = ["verbatim items ", "verbatim update "].flatMap((start) =>
      all.flat().filter((line) => line.startsWith(start)),
    );
    const lines = [...new Set([...first, ...all.flat()])]; // what fetches, what moves the pin: once
    const count = lines.length === 1 ? "1 command" : `${lines.length} commands`;
    copyText(lines.map((line) => `${line}\n`).join(""), `Copied ${count}.`);
  }

  // --- dialogs ---------------------------------------------------------------------------------

  let dialogs = 0;

  function open(title, ...inside) {
    dialogs += 1;
    const heading = make("h2", { id: `dialog-${dialogs}` }, title);
    const close = make("button", { type: "button" }, "Close");
    const dialog = make(
      "dialog",
      { "aria-labelledby": heading.id },
      heading,
      ...inside,
      make("p", {}, close),
    );
    close.addEventListener("click", () => dialog.close());
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  let keysAreOn = kept.get(KEYS_OFF) === null;

  function help() {
    const rows = Object.entries(KEYS).flatMap(([name, [told]]) => [
      make("dt", {}, key(name)),
      make("dd", {}, told),
    ]);
    const box = make("input", { type: "checkbox", checked: keysAreOn });
    box.addEventListener("change", () => {
      keysAreOn = box.checked;
      if (keysAreOn) kept.drop(KEYS_OFF);
      else kept.set(KEYS_OFF, "1");
    });
    const where = kept.lasts
      ? "Marks stay in this browser, each for exactly the content that was read: an example that changes again is unmarked again."
      : "This browser keeps nothing for this page: marks are gone when it is closed.";
    const dialog = open(
      "Keys",
      make("dl", {}, ...rows),
      make("p", {}, make("label", {}, box, " Use these keys")),
      make("p", {}, where),
    );
    dialog.querySelector("button").focus();
    dialog.addEventListener("close", () => dialog.remove());
  }

  // --- keys ------------------------------------------------------------------------------------

  const KEYS = {
    j: ["next example", () => step(1)],
    k: ["previous example", () => step(-1)],
    n: ["next example without a mark", nextUnmarked],
    a: ["mark it accepted", () => mark(here(), "accepted")],
    r: ["mark it as needing work", () => mark(here(), "work")],
    u: ["clear its mark", () => mark(here(), null)],
    "/": ["filter by text; Escape leaves it", () => text.focus()],
    "?": ["this list", help],
  };

  const writes = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target === text && event.key === "Escape") {
      if (text.value === "") text.blur();
      return;
    }
    if (!keysAreOn || writes(event.target) || document.querySelector("dialog[open]")) return;
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key][1]();
  });

  // --- start -----------------------------------------------------------------------------------

  document.documentElement.classList.add("scripted");
  document.getElementById("top").after(bar);
  document.querySelector("main").append(none);
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  }).observe(bar);
  articles.forEach(addButtons);
  showMarks();
  copyAll.addEventListener("click", copyAccepted);
  helpButton.addEventListener("click", help);
  text.addEventListener("input", filter);
  for (const select of [causes, datasets, marks]) select.addEventListener("change", filter);
  addEventListener("storage", showMarks);

  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    const article = target?.closest("main > article");
    if (article) setCurrent(article);
  };
  addEventListener("hashchange", follow);
  follow();

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();
