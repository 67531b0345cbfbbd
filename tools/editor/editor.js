/* The text editor of the back office: CodeMirror before a plain text field, which stays the form's field.

   Marks what the server says of the text, offers figures after "{{", and shows the section as it will
   be. Without this script the field, the list of figures and the preview work as pages. */
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, drawSelection, highlightSpecialChars } from "@codemirror/view";
import { history, historyKeymap, defaultKeymap, undo, redo } from "@codemirror/commands";
import { autocompletion, completionKeymap, completionStatus, startCompletion } from "@codemirror/autocomplete";
import { linter, lintKeymap, lintGutter, forceLinting } from "@codemirror/lint";
import { Language, defineLanguageFacet, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { search, searchKeymap } from "@codemirror/search";
import { parser } from "@lezer/markdown";
import { tags } from "@lezer/highlight";
import { figuresDrawn, known, tell } from "./figures.js";

const markdown = new Language(defineLanguageFacet(), parser, [], "markdown");

const look = HighlightStyle.define([
  { tag: tags.heading, class: "editor-heading" },
  { tag: tags.strong, class: "editor-strong" },
  { tag: tags.emphasis, class: "editor-emphasis" },
  { tag: tags.link, class: "editor-link" },
  { tag: tags.url, class: "editor-link" },
  { tag: tags.processingInstruction, class: "editor-sign" },
]);

const phrases = EditorState.phrases.of({
  "Find": "Ara",
  "Replace": "Değiştir",
  "next": "sonraki",
  "previous": "önceki",
  "all": "tümü",
  "match case": "büyük/küçük harf ayrımı",
  "by word": "bütün sözcük",
  "regexp": "düzenli ifade",
  "replace": "değiştir",
  "replace all": "tümünü değiştir",
  "close": "kapat",
  "current match": "şimdiki bulgu",
  "replaced match on line $": "$. satırdaki bulgu değiştirildi",
  "replaced $ matches": "$ bulgu değiştirildi",
  "on line": "satır",
  "Diagnostics": "Uyarılar",
  "No diagnostics": "Uyarı yok",
  "Completions": "Rakamlar",
});

const waiting = (seconds, action) => {
  let timer = 0;
  return (...all) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...all), seconds * 1000);
  };
};

/* Who is quicker than the list of figures gets no line in the middle of a reference. */
function waitForFigures(view) {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const isOpen = /\{\{[^{}]*$/.test(view.state.sliceDoc(line.from, head));
  if (!isOpen || completionStatus(view.state) === "active") return false;
  if (completionStatus(view.state) === null) startCompletion(view);
  return true;
}

function start(field) {
  const form = field.form;
  const words = field.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;

  const post = (address, text) =>
    fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ [field.name]: text }),
    });

  /* -- what the server says ---------------------------------------------------------------- */

  async function said(view) {
    let answer;
    try {
      const response = await post(words.advice, view.state.doc.toString());
      if (!response.ok) return [];
      answer = await response.json();
    } catch {
      return []; // away: the text stays in the field and in this browser
    }
    const end = view.state.doc.length;
    setTimeout(() => view.dispatch({ effects: tell.of(answer.figures) }), 0);
    list(view, answer.remarks);
    return answer.remarks
      .filter((remark) => remark.to <= end)
      .map((remark) => ({
        from: remark.from,
        to: remark.to,
        severity: remark.severity,
        message: remark.message,
        actions: remark.instead.map((instead) => ({
          name: instead.label,
          apply: (target, from, to) =>
            target.dispatch({ changes: { from, to, insert: instead.text }, userEvent: "input" }),
        })),
      }));
  }

  /* The same below the text, with a button for each replacement. */
  function list(view, remarks) {
    const box = document.getElementById("uyari-kutusu");
    const lines = document.getElementById("uyari-listesi");
    if (!box || !lines) return;
    box.hidden = !remarks.length;
    lines.replaceChildren(
      ...remarks.map((remark) => {
        const line = document.createElement("li");
        line.className = `writing-${remark.severity}`;
        const passage = view.state.sliceDoc(remark.from, remark.to);
        const jump = Object.assign(document.createElement("button"), {
          type: "button",
          className: "writing-jump",
          textContent: passage,
          title: words.show,
        });
        jump.addEventListener("click", () => {
          view.dispatch({ selection: { anchor: remark.from, head: remark.to }, scrollIntoView: true });
          view.focus();
        });
        line.append(jump, `: ${remark.message}`);
        remark.instead.forEach((instead) => {
          const one = document.createElement("span");
          one.className = "writing-instead";
          const put = Object.assign(document.createElement("button"), {
            type: "button",
            className: "editor-tool",
            textContent: words.instead,
          });
          put.setAttribute("aria-label", `${words.instead}: ${instead.label}`);
          put.addEventListener("click", () => {
            // What was typed since may have moved the passage: it is replaced where it still stands.
            if (view.state.sliceDoc(remark.from, remark.to) !== passage) return;
            view.dispatch({ changes: { from: remark.from, to: remark.to, insert: instead.text }, userEvent: "input" });
            forceLinting(view);
          });
          one.append(put, ` ${instead.label}`);
          line.append(one);
        });
        return line;
      }),
    );
  }

  /* -- figures after "{{" -------------------------------------------------------------------- */

  async function figures(context) {
    const found = context.matchBefore(/\{\{[^{}|\n]*/);
    if (!found) return null;
    const query = found.text.slice(2).trim();
    let answer;
    try {
      const address = `${words.figures}?bicim=json&ara=${encodeURIComponent(query)}`;
      const response = await fetch(address, { credentials: "same-origin" });
      if (!response.ok) return null;
      answer = await response.json();
    } catch {
      return null;
    }
    const after = context.state.sliceDoc(context.pos, context.pos + 40);
    const rest = /^[^{}\n]*\}\}/.exec(after);
    return {
      from: found.from,
      to: context.pos + (rest ? rest[0].length : 0),
      filter: false,
      options: answer.figures.map((figure) => ({
        label: figure.name,
        displayLabel: `${figure.name} = ${figure.shown}`,
        detail: figure.table,
        apply: figure.reference,
      })),
    };
  }

  /* -- the section as it will be ------------------------------------------------------------- */

  const frame = document.getElementById("onizleme");
  let shown = null;
  const preview = waiting(0.8, async (text) => {
    if (!frame || text === shown) return;
    try {
      const response = await post(words.preview, text);
      if (!response.ok) return;
      const top = frame.contentWindow ? frame.contentWindow.scrollY : 0;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
      frame.srcdoc = await response.text();
      shown = text;
    } catch {
      // away: the last one stays
    }
  });

  /* -- the editor ---------------------------------------------------------------------------- */

  const passage = document.getElementById("parca");
  const changed = EditorView.updateListener.of((update) => {
    if (update.selectionSet && passage) {
      const { from, to } = update.state.selection.main;
      if (to > from) passage.value = update.state.sliceDoc(from, Math.min(to, from + passage.maxLength));
    }
    if (!update.docChanged) return;
    field.value = update.state.doc.toString();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    preview(field.value);
  });

  const view = new EditorView({
    state: EditorState.create({
      doc: field.value,
      extensions: [
        phrases,
        known,
        figuresDrawn,
        history(),
        drawSelection(),
        highlightSpecialChars(),
        EditorView.lineWrapping,
        markdown,
        syntaxHighlighting(look),
        search({ top: true }),
        lintGutter(),
        linter(said, { delay: 900 }),
        autocompletion({ override: [figures], activateOnTyping: true, maxRenderedOptions: 40 }),
        Prec.highest(keymap.of([{ key: "Enter", run: waitForFigures }])),
        keymap.of([...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({
          "aria-label": words.label,
          "aria-describedby": words.described || "",
          lang: "tr",
          spellcheck: "true",
        }),
        changed,
      ],
    }),
  });

  const box = document.createElement("div");
  box.className = "editor";
  box.append(tools(view, words), view.dom);
  field.after(box);
  field.hidden = true;
  field.closest("label, div").querySelectorAll(`label[for="${field.id}"]`).forEach((label) => {
    label.addEventListener("click", () => view.focus());
  });

  /* What another script puts into the field, as what was kept of an earlier visit. */
  ["input", "change"].forEach((kind) =>
    field.addEventListener(kind, () => {
      const now = view.state.doc.toString();
      if (field.value !== now) view.dispatch({ changes: { from: 0, to: now.length, insert: field.value } });
    }),
  );

  document.querySelectorAll("[data-passage]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const from = view.state.doc.toString().indexOf(button.dataset.passage);
      if (from < 0) return;
      view.dispatch({ selection: { anchor: from, head: from + button.dataset.passage.length }, scrollIntoView: true });
      view.focus();
    });
  });

  preview(field.value);
  forceLinting(view);
  return view;
}

/* -- the buttons above the text ---------------------------------------------------------------- */

function tools(view, words) {
  const bar = document.createElement("div");
  bar.className = "editor-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.tools);

  const around = (sign) => () => {
    const { from, to } = view.state.selection.main;
    const text = view.state.sliceDoc(from, to);
    view.dispatch({
      changes: { from, to, insert: `${sign}${text}${sign}` },
      selection: { anchor: from + sign.length, head: from + sign.length + text.length },
    });
  };
  const before = (sign) => () => {
    const { from, to } = view.state.selection.main;
    const changes = [];
    let number = 0;
    for (let place = view.state.doc.lineAt(from).from; place <= to; ) {
      const line = view.state.doc.lineAt(place);
      number += 1;
      changes.push({ from: line.from, insert: sign.replace("1", String(number)) });
      place = line.to + 1;
    }
    view.dispatch({ changes });
  };
  const link = () => {
    const { from, to } = view.state.selection.main;
    const text = view.state.sliceDoc(from, to) || words.linkText;
    view.dispatch({
      changes: { from, to, insert: `[${text}](https://)` },
      selection: { anchor: from + text.length + 11 },
    });
  };
  const figure = () => {
    const { from, to } = view.state.selection.main;
    const text = view.state.sliceDoc(from, to);
    view.dispatch({ changes: { from, to, insert: `{{ ${text}` }, selection: { anchor: from + 3 + text.length } });
    startCompletion(view);
  };

  const actions = [
    ["heading", before("### ")],
    ["strong", around("**")],
    ["emphasis", around("*")],
    ["list", before("- ")],
    ["numbers", before("1. ")],
    ["quote", before("> ")],
    ["link", link],
    ["figure", figure],
    ["undo", () => undo(view)],
    ["redo", () => redo(view)],
  ];
  const buttons = actions.map(([name, action], n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words[name];
    button.className = name === "figure" ? "editor-tool editor-tool--figure" : "editor-tool";
    button.tabIndex = n ? -1 : 0;
    button.addEventListener("click", () => {
      action();
      view.focus();
    });
    return button;
  });
  /* One stop for the keyboard, arrows inside, as toolbars have it. */
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const now = buttons.indexOf(document.activeElement);
    const next = buttons[(now + step + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
    event.preventDefault();
  });
  bar.append(...buttons);
  return bar;
}

document.querySelectorAll("textarea[data-editor]").forEach(start);
