/* A sheet while it is filled in: totals, new rows, what is unsaved. Without this script the page is
   an ordinary form; nothing here decides what is saved. */
"use strict";

(function (sheets) {
  const { read, exact, combine, compile, write } = sheets.numbers;
  const { rowsOf, inputsOf, onKey, onPaste, go } = sheets.cells;
  const ROUNDS = 4;
  const compiled = new Map();
  const formulaOf = (text) => {
    if (!compiled.has(text)) compiled.set(text, compile(text));
    return compiled.get(text);
  };

  // -- what was changed ----------------------------------------------------------------------

  function shown(input) {
    // A page that comes back with errors holds what was typed; this is what stood there before.
    if ("was" in input.dataset) return input.dataset.was;
    if (input.matches("select")) {
      const option = [...input.options].find((o) => o.defaultSelected);
      return option ? option.value : "";
    }
    if (input.type === "checkbox" || input.type === "radio") return input.defaultChecked;
    return input.defaultValue;
  }

  const current = (input) =>
    input.type === "checkbox" || input.type === "radio" ? input.checked : input.value;

  function changes(form) {
    const fields = ["input:not([type=hidden])", "select", "textarea"];
    const found = form.querySelectorAll(fields.map((name) => `[data-rows] ${name}`).join());
    return [...found].filter((input) => current(input) !== shown(input)).length;
  }

  function unsaved(form) {
    return form.hasAttribute("data-typed") ? Math.max(1, changes(form)) : changes(form);
  }

  function tell(form) {
    const number = unsaved(form);
    const status = form.querySelector("[data-status]");
    status.textContent = number
      ? `${number} ${form.dataset.unsavedOne}`
      : form.dataset.saved;
  }

  sheets.restore = (input) => {
    input.value = shown(input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /* After a block was pasted: rows and columns that found no place are named. */
  sheets.say = (form, rows, columns) => {
    tell(form);
    if (!rows && !columns) return;
    const left = form.dataset.left.replace("{0}", rows).replace("{1}", columns);
    form.querySelector("[data-status]").textContent += ` · ${left}`;
  };

  // -- sums ----------------------------------------------------------------------------------

  function figures(row, heads) {
    const found = new Map();
    row.querySelectorAll("[data-cell]").forEach((cell) => {
      const input = cell.querySelector("[data-input]");
      const head = heads.get(cell.dataset.cell);
      if (input) found.set(cell.dataset.cell, read(input.value, head.kind, head.unit));
      else if (cell.dataset.value) found.set(cell.dataset.cell, exact(cell.dataset.value));
    });
    return found;
  }

  const isGone = (row) => Boolean(row.querySelector('.sheet-row-end input[name^="sil."]:checked'));

  function compute(form) {
    const heads = [...form.querySelectorAll("thead [data-column]")];
    const named = new Map(heads.map((head) => [head.dataset.column, head.dataset]));
    const numeric = heads.filter((head) =>
      ["integer", "decimal", "money", "percent"].includes(head.dataset.kind)
    );
    const rows = rowsOf(form)
      .filter((row) => !isGone(row))
      .map((row) => ({ row, values: figures(row, named) }));
    const byKey = new Map(rows.map((item) => [item.row.dataset.key, item.values]));
    const known = (values, name) => (values.has(name) ? values.get(name) : null);
    const totals = new Map();
    const total = (name) => {
      if (!totals.has(name)) {
        const sum = rows.reduce((found, item) => combine("+", found, known(item.values, name)), null);
        totals.set(name, sum);
      }
      return totals.get(name);
    };

    // Column by column, so that a formula may use an earlier one.
    numeric.forEach((head) => {
      const column = head.dataset.column;
      const cells = rows
        .map(({ row, values }) => [row.querySelector(`[data-cell="${CSS.escape(column)}"]`), values])
        .filter(([cell]) => cell && cell.dataset.computed);
      // Figures may be computed from figures further down, which are computed themselves.
      const byRow = cells.some(([cell]) => cell.dataset.computed.includes("{"));
      for (let round = byRow ? ROUNDS : 1; round; round -= 1) {
        cells.forEach(([cell, values]) => {
          const names = byRow
            ? { value: (name) => known(byKey.get(name) || new Map(), column), total }
            : { value: (name) => known(values, name), total };
          values.set(column, formulaOf(cell.dataset.computed)(names));
        });
      }
      cells.forEach(([cell, values]) => {
        cell.querySelector("[data-shown]").textContent = write(values.get(column), head.dataset.kind);
      });
      totals.delete(column);
    });
    heads.forEach((head) => {
      const column = head.dataset.column;
      const output = form.querySelector(`[data-total-of="${CSS.escape(column)}"]`);
      if (!output) return;
      let value;
      if (head.dataset.total === "sum") value = total(column);
      else if (head.dataset.total === "ratio" && head.dataset.formula)
        value = formulaOf(head.dataset.formula)({ value: total, total });
      else return;
      output.textContent = write(value, head.dataset.kind);
      output.title = value === undefined ? form.dataset.unreadable : "";
    });
  }

  // -- rows ----------------------------------------------------------------------------------

  sheets.addRow = (form) => {
    const template = form.querySelector("template[data-template]");
    if (!template) return null;
    const numbers = rowsOf(form).map((row) => /^y(\d+)$/.exec(row.dataset.row)).filter(Boolean);
    const number = Math.max(-1, ...numbers.map((found) => Number(found[1]))) + 1;
    const holder = document.createElement("tbody");
    holder.innerHTML = template.innerHTML.replaceAll("yyy", `y${number}`);
    const row = holder.firstElementChild;
    form.querySelector("[data-rows]").append(row);
    return row;
  };

  // -- the page ------------------------------------------------------------------------------

  document.querySelectorAll("form[data-sheet]").forEach((form) => {
    let leaving = false;
    const changed = (event) => {
      const input = event.target;
      if (input.matches("[data-input]")) {
        input.toggleAttribute("data-changed", current(input) !== shown(input));
      }
      compute(form);
      tell(form);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("keydown", (event) => onKey(form, event));
    form.addEventListener("paste", (event) => onPaste(form, event));
    form.addEventListener("submit", () => {
      leaving = true;
    });
    window.addEventListener("kars:dropped", () => {
      leaving = true;
    });
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && unsaved(form)) event.preventDefault();
    });
    const add = form.querySelector("[data-add-row]");
    if (add) {
      add.hidden = false;
      add.addEventListener("click", () => {
        const first = inputsOf(sheets.addRow(form))[0];
        if (first) go(first);
      });
    }
    const summary = document.querySelector("[data-summary], [data-pasted]");
    if (summary) summary.focus();
    compute(form);
    tell(form);
  });
})(window.Sheets);
