/* Figures of a sheet: read as the server reads them, added up exactly, written in Turkish.
   A figure is a BigInt in millionths, null where it is missing, undefined where it can't be read. */
"use strict";

window.Sheets = window.Sheets || {};

(function (sheets) {
  const SCALE = 1000000n;
  const PLACES = 6;
  const UNIT = /^(?:₺|%|tl|m²|m2|adet)\s*|\s*(?:₺|%|tl|m²|m2|adet)$/g;
  const EMPTY = new Set(["", "-", "–", "—"]);
  const EXACT = /^\d+(?:\.\d+)?$/;
  const TURKISH = /^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?$/;

  /* What was typed. "6.600" has two readings where there may be decimals, so it has none here; the
     server says so at the cell. Counts and amounts have no three decimals: there it is 6600. */
  function read(text, kind, unit) {
    let rest = text.trim().toLocaleLowerCase("tr").replace(/\u2212/g, "-");
    if (EMPTY.has(rest)) return null;
    let negative = rest.startsWith("-");
    if (negative) rest = rest.slice(1).trim();
    const own = (unit || "").toLocaleLowerCase("tr");
    if (own && rest.endsWith(own)) rest = rest.slice(0, -own.length).trim();
    rest = rest.replace(UNIT, "").replace(/[\u00a0\u202f\u2007\u2009]/g, "");
    if (!negative && rest.startsWith("-")) {
      negative = true;
      rest = rest.slice(1).trim();
    }
    const dotted = /^(\d+)\.(\d+)$/.exec(rest);
    const isGrouped = (kind === "integer" || kind === "money") && TURKISH.test(rest);
    if (dotted && dotted[2].length === 3 && /[1-9]/.test(dotted[1]) && !isGrouped)
      return undefined;
    let plain;
    if (EXACT.test(rest) && !(dotted && isGrouped && dotted[2].length === 3)) plain = rest;
    else if (TURKISH.test(rest)) plain = rest.replace(/\./g, "").replace(",", ".");
    else return undefined;
    return exact(negative ? `-${plain}` : plain);
  }

  function exact(text) {
    if (!text) return null;
    const [whole, fraction = ""] = text.replace("-", "").split(".");
    const digits = fraction.slice(0, PLACES).padEnd(PLACES, "0");
    const value = BigInt(whole) * SCALE + BigInt(digits);
    return text.startsWith("-") ? -value : value;
  }

  function divide(a, b) {
    const sign = a < 0n !== b < 0n ? -1n : 1n;
    const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
    return (sign * (2n * x + y)) / (2n * y);
  }

  /* As the tables do it: a sum leaves out what is missing, everything else needs both sides. */
  function combine(sign, a, b) {
    if (a === undefined || b === undefined) return undefined;
    if (sign === "+") return a === null ? b : b === null ? a : a + b;
    if (a === null || b === null) return null;
    if (sign === "-") return a - b;
    if (sign === "*") return divide(a * b, SCALE);
    return b === 0n ? null : divide(a * SCALE, b);
  }

  /* A formula as the office knows it: names, numbers, + - * /, brackets, share(name), {row}. */
  function compile(formula) {
    const tokens = formula.match(/\{[^}]*\}|[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/()]/g) || [];
    let place = 0;
    const take = () => tokens[place++];
    const next = () => tokens[place];

    function sum() {
      let left = product();
      while (next() === "+" || next() === "-") {
        const [sign, first, second] = [take(), left, product()];
        left = (names) => combine(sign, first(names), second(names));
      }
      return left;
    }
    function product() {
      let left = factor();
      while (next() === "*" || next() === "/") {
        const [sign, first, second] = [take(), left, factor()];
        left = (names) => combine(sign, first(names), second(names));
      }
      return left;
    }
    function factor() {
      const token = take();
      if (token === "-") {
        const inner = factor();
        return (names) => combine("-", 0n, inner(names));
      }
      if (token === "(") {
        const inner = sum();
        take();
        return inner;
      }
      if (token === "share") {
        take();
        const name = take();
        take();
        return (names) =>
          combine("*", combine("/", names.value(name), names.total(name)), 100n * SCALE);
      }
      if (/^\d/.test(token)) {
        const number = exact(token);
        return () => number;
      }
      const name = token.replace(/[{}]/g, "");
      return (names) => names.value(name);
    }
    return sum();
  }

  function write(value, kind) {
    if (value === undefined) return "?";
    if (value === null) return "—";
    const places = kind === "money" ? 2 : kind === "percent" ? 1 : kind === "integer" ? 0 : PLACES;
    const unit = 10n ** BigInt(PLACES - places);
    const rounded = divide(value, unit);
    const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(places + 1, "0");
    const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ".");
    let fraction = places ? digits.slice(-places) : "";
    if (kind !== "money") fraction = fraction.replace(/0+$/, "");
    const text = `${rounded < 0n ? "-" : ""}${whole}${fraction ? `,${fraction}` : ""}`;
    return kind === "percent" ? `%${text}` : text;
  }

  sheets.numbers = { read, exact, combine, compile, write };
})(window.Sheets);
