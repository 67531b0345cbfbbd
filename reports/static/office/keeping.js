/* What somebody types is kept in this browser until the server has it: under a name for the person,
   the page and the form, for three days at most, never a password or a code. Signing out removes it.
   Five minutes before the session ends it is said so. Without this script forms work as before. */
"use strict";

(function () {
  const frame = document.getElementById("keeping");
  if (!frame) return;
  const words = frame.dataset;
  const PREFIX = "kars:";
  const DAYS = 3 * 24 * 60 * 60 * 1000;
  const SOON = 5 * 60;
  const FIELDS = "input, select, textarea";
  const SKIPPED = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

  const cookie = (name) => {
    const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
    return found ? found.slice(name.length + 1) : "";
  };

  function session() {
    const [who, now, ends] = cookie("kars_oturum").split(".");
    return who ? { who, now: Number(now), ends: Number(ends) } : null;
  }

  const first = session();
  if (!first) return;
  const skew = first.now - Date.now() / 1000;
  const mine = `${PREFIX}${first.who}:`;
  const here = `${mine}${location.pathname}${location.search}#`;

  // -- the store -----------------------------------------------------------------------------

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, entry) {
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // Full or forbidden: the form still works, it is only not kept.
    }
  }

  function keys(start) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(start));
    } catch {
      return [];
    }
  }

  const forget = (key) => localStorage.removeItem(key);

  function tidy() {
    const arrived = cookie("kars_tutulan");
    keys(PREFIX).forEach((key) => {
      const entry = read(key);
      const isOld = !entry || !(Date.now() - entry.at < DAYS);
      if (isOld || (arrived && entry.token === arrived)) forget(key);
    });
  }

  // -- forms ---------------------------------------------------------------------------------

  function isKept(form) {
    const secret = "input[type=password], [autocomplete=one-time-code], [autocomplete$=password]";
    return (
      form.method === "post" &&
      !form.matches("[data-not-kept]") &&
      !form.querySelector(secret) &&
      !(form.getAttribute("action") || "").startsWith(words.logout)
    );
  }

  const forms = [...document.querySelectorAll("#main form")].filter(isKept);
  const keyOf = (form, n) => `${here}${form.getAttribute("id") || n}`;

  const isTyped = (field) => field.name && !SKIPPED.has(field.type) && field.name !== "_selected_action";
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const valueOf = (field) => (isBox(field) ? field.checked : field.value);

  function shown(field) {
    if ("was" in field.dataset) return field.dataset.was;
    if (field.matches("select")) {
      const option = [...field.options].find((each) => each.defaultSelected) || field.options[0];
      return option ? option.value : "";
    }
    return isBox(field) ? field.defaultChecked : field.defaultValue;
  }

  /* A field by its name and its place among those of that name. */
  function named(form) {
    const found = new Map();
    const count = new Map();
    form.querySelectorAll(FIELDS).forEach((field) => {
      if (!isTyped(field)) return;
      const n = count.get(field.name) || 0;
      count.set(field.name, n + 1);
      found.set(`${n} ${field.name}`, field);
    });
    return found;
  }

  function keep(form, key, earlier) {
    const fields = { ...earlier };
    named(form).forEach((field, name) => {
      if (name in fields || valueOf(field) !== shown(field)) fields[name] = valueOf(field);
    });
    if (!Object.keys(fields).length) return;
    const before = read(key);
    const token = (before && before.token) || `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    const base = form.elements.taban;
    write(key, {
      at: Date.now(),
      token,
      // What the page showed when it was typed on: another one's change since is told, not undone.
      base: (before && before.base) || (base ? base.value : ""),
      fields,
    });
  }

  // -- given back ----------------------------------------------------------------------------

  function box(text) {
    const made = document.createElement("div");
    made.className = "keeping-box";
    made.setAttribute("role", "status");
    made.append(Object.assign(document.createElement("span"), { textContent: text }));
    return made;
  }

  function button(text, action) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.addEventListener("click", action);
    return made;
  }

  function place(form, name, value) {
    const row = /^0 h\.y(\d+)\./.exec(name);
    let field = named(form).get(name);
    for (let tries = 0; !field && row && window.Sheets && window.Sheets.addRow && tries < 500; tries += 1) {
      if (!window.Sheets.addRow(form)) break;
      field = named(form).get(name);
    }
    if (!field) return null;
    if (valueOf(field) === value) return false;
    if (isBox(field)) field.checked = value;
    else field.value = value;
    if (valueOf(field) !== value) return null;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  /* Puts back what was kept; says what has no place on this page any more. */
  function restore(form, entry) {
    const left = [];
    let restored = 0;
    Object.entries(entry.fields).forEach(([name, value]) => {
      const done = form ? place(form, name, value) : null;
      if (done) restored += 1;
      else if (done === null && value !== "" && value !== false) left.push(value);
    });
    if (restored && entry.base && form.elements.taban) form.elements.taban.value = entry.base;
    return { restored, left: left.filter((value) => value !== true) };
  }

  function tell(key, { restored, left }, at) {
    if (!restored && !left.length) return;
    const moment = new Date(at).toLocaleString(document.documentElement.lang || "tr");
    const said = box(`${restored ? words.restored : words.unplaced} (${moment})`);
    if (left.length) {
      const list = document.createElement("ul");
      list.setAttribute("aria-label", words.unplaced);
      left.forEach((value) => {
        list.append(Object.assign(document.createElement("li"), { textContent: value }));
      });
      said.append(list);
    }
    said.append(
      button(words.drop, () => {
        forget(key);
        window.dispatchEvent(new Event("kars:dropped"));
        location.reload();
      })
    );
    const content = document.getElementById("content");
    content.prepend(said);
  }

  /* The page answers what was sent: what it shows is newer than what was kept before. */
  function keepAnswer(form, key, entry) {
    const fields = named(form);
    const sent = Object.keys(entry.fields).filter((name) => fields.has(name));
    const earlier = Object.fromEntries(sent.map((name) => [name, valueOf(fields.get(name))]));
    forget(key);
    keep(form, key, earlier);
    return earlier;
  }

  function begin() {
    tidy();
    const answered = cookie("kars_cevap");
    if (answered) document.cookie = `kars_cevap=; path=${words.path}; max-age=0; samesite=lax`;
    const claimed = new Set();
    forms.forEach((form, n) => {
      const key = keyOf(form, n);
      claimed.add(key);
      const entry = read(key);
      let earlier = {};
      if (entry && entry.token === answered) earlier = keepAnswer(form, key, entry);
      else if (entry) {
        // A page that came back with errors holds what was typed already.
        const result = restore(form, entry);
        if (result.restored || result.left.length || form.hasAttribute("data-typed")) {
          earlier = entry.fields;
          tell(key, result, entry.at);
        } else forget(key);
      }
      let waiting = 0;
      const later = () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => keep(form, key, earlier), 300);
      };
      form.addEventListener("input", later);
      form.addEventListener("change", later);
      form.addEventListener("submit", () => {
        clearTimeout(waiting);
        keep(form, key, earlier);
        const kept = read(key);
        if (!kept) return;
        let token = form.elements.kars_tutulan;
        if (!token) {
          token = Object.assign(document.createElement("input"), { type: "hidden", name: "kars_tutulan" });
          form.append(token);
        }
        token.value = kept.token;
      });
    });
    // The form is not there any more, as after a delivery: what was typed is shown to be copied.
    keys(here).forEach((key) => {
      const entry = read(key);
      if (!claimed.has(key) && entry) tell(key, restore(null, entry), entry.at);
    });
  }

  // -- the session ---------------------------------------------------------------------------

  const notice = box("");
  notice.classList.add("keeping-session");
  notice.setAttribute("role", "alert");
  let state = "";

  function show(next, text, control) {
    if (state === next) return;
    state = next;
    notice.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (control) notice.append(control);
    document.body.append(notice);
  }

  async function stay() {
    try {
      await fetch(words.stay, { redirect: "error" });
    } finally {
      state = "";
      notice.remove();
      look();
    }
  }

  function look() {
    const known = session();
    const left = known && known.who === first.who ? known.ends - (Date.now() / 1000 + skew) : 0;
    if (left <= 0) {
      const address = `${words.login}?next=${encodeURIComponent(location.pathname + location.search)}`;
      const link = Object.assign(document.createElement("a"), { href: address, textContent: words.enter });
      show("ended", words.ended, link);
    } else if (left <= SOON) {
      // After an attempt to stay that moved nothing, the end is the one that no use puts off.
      if (tried && known.ends === tried) show("last", words.last);
      else
        show("soon", words.soon, button(words.on, () => {
          tried = known.ends;
          stay();
        }));
    } else if (state) {
      state = "";
      notice.remove();
    }
  }
  let tried = 0;

  document.addEventListener("submit", (event) => {
    const action = event.target.getAttribute("action") || "";
    if (action.startsWith(words.logout)) keys(mine).forEach(forget);
  });
  begin();
  look();
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
})();
