/* The cells of a sheet: moving between them, and putting a copied block over them. */
"use strict";

window.Sheets = window.Sheets || {};

(function (sheets) {
  const rowsOf = (form) => [...form.querySelectorAll("[data-rows] > tr")];
  const inputsOf = (row) => [...row.querySelectorAll("[data-input]")];
  const columnOf = (input) => input.closest("[data-cell]").dataset.cell;
  const inColumn = (row, column) =>
    row.querySelector(`[data-cell="${CSS.escape(column)}"] [data-input]`);

  /* The next entered cell of the same column, down (1) or up (-1). */
  function below(form, input, step) {
    const rows = rowsOf(form);
    const column = columnOf(input);
    for (let n = rows.indexOf(input.closest("tr")) + step; rows[n]; n += step) {
      const found = inColumn(rows[n], column);
      if (found) return found;
    }
    return null;
  }

  function go(input) {
    input.focus();
    if (input.select) input.select();
  }

  function onKey(form, event) {
    const input = event.target;
    if (!input.matches("[data-input]") || event.isComposing || event.altKey) return;
    if (event.key === "Escape") {
      sheets.restore(input);
      event.preventDefault();
      return;
    }
    // Lists and long texts use these keys themselves.
    if (!input.matches("input")) return;
    const steps = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (!step || (event.key !== "Enter" && (event.shiftKey || input.list))) return;
    event.preventDefault(); // Enter saves at the button, not from within a cell
    const target = below(form, input, step);
    if (target) go(target);
  }

  /* Cells of a spreadsheet's clipboard: tabs and lines, quotes around cells that hold them. */
  function block(text) {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    for (let n = 0; n < text.length; n += 1) {
      const sign = text[n];
      if (quoted) {
        if (sign === '"' && text[n + 1] === '"') {
          cell += sign;
          n += 1;
        } else if (sign === '"') quoted = false;
        else cell += sign;
      } else if (sign === '"' && cell === "") quoted = true;
      else if (sign === "\t" || sign === "\n") {
        rows[rows.length - 1].push(cell.trim());
        cell = "";
        if (sign === "\n") rows.push([]);
      } else if (sign !== "\r") cell += sign;
    }
    rows[rows.length - 1].push(cell.trim());
    if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
    return rows;
  }

  function put(input, text) {
    if (input.matches("select")) {
      const wanted = text.toLocaleLowerCase("tr");
      const options = [...input.options];
      const found = options.find(
        (option) => option.value === text || option.text.toLocaleLowerCase("tr") === wanted
      );
      // What is no option stays as it is; the server says what is wrong with it.
      if (found) input.value = found.value;
      else {
        input.add(new Option(text, text));
        input.value = text;
      }
    } else input.value = input.matches("textarea") ? text : text.replace(/\n/g, " ");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* The columns that are entered in some row, in the order of the page. */
  function entered(form) {
    const keys = [...form.querySelectorAll("thead [data-column]")].map((h) => h.dataset.column);
    const used = new Set([...form.querySelectorAll("[data-rows] [data-input]")].map(columnOf));
    return keys.filter((key) => used.has(key));
  }

  const isWords = (text) => /^[^\d]*\p{L}/u.test(text);

  /* Whether a block says which rows it means: then its rows are found by their names. */
  function isNamed(form, column, rows) {
    const head = form.querySelector(`thead [data-column="${CSS.escape(column)}"]`);
    if (head.hasAttribute("data-name")) return true;
    const takesFigures = ["integer", "decimal", "money", "percent"].includes(head.dataset.kind);
    const first = rows.map((cells) => cells[0]).filter(Boolean);
    return takesFigures && rows[0].length > 1 && first.length > 0 && first.every(isWords);
  }

  function preview(form, text) {
    form.querySelector("[name=blok]").value = text;
    form.requestSubmit(form.querySelector("[name=islem][value=yapistir]"));
  }

  /* A single cell is pasted as in any field. A block with names is matched by the server and shown
     before anything is saved; one of figures goes right and down from the cell. */
  function onPaste(form, event) {
    const input = event.target;
    const text = event.clipboardData.getData("text/plain");
    if (!input.matches("[data-input]") || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    const rows = block(text);
    // A paragraph in a long text is a text, not a block.
    if (input.matches("textarea") && rows.every((cells) => cells.length === 1)) return;
    event.preventDefault();
    const column = columnOf(input);
    if (isNamed(form, column, rows)) {
      preview(form, text);
      return;
    }
    const columns = entered(form);
    const right = columns.slice(columns.indexOf(column));
    const width = Math.max(...rows.map((cells) => cells.length));
    const below = rowsOf(form).slice(rowsOf(form).indexOf(input.closest("tr")));
    rows.forEach((cells, n) => {
      if (!below[n]) return;
      cells.forEach((cell, m) => {
        const target = right[m] && inColumn(below[n], right[m]);
        if (target) put(target, cell);
      });
    });
    sheets.say(form, Math.max(0, rows.length - below.length), Math.max(0, width - right.length));
  }

  sheets.cells = { rowsOf, inputsOf, columnOf, onKey, onPaste, block, go };
})(window.Sheets);
