/* A cell that was typed is read by the server at once, and what is wrong stands at it before anything
   is saved. Without this script the same is said when the sheet is saved. */
"use strict";

(function (sheets) {
  const { inputsOf, columnOf } = sheets.cells;

  function tell(input, sentences) {
    const id = `${input.id}-e`;
    const said = (input.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
    const others = said.filter((name) => name !== id);
    let place = document.getElementById(id);
    if (!sentences.length) {
      if (place) place.remove();
      input.removeAttribute("aria-invalid");
      input.setAttribute("aria-describedby", others.join(" "));
      return;
    }
    if (!place) {
      place = document.createElement("span");
      place.className = "sheet-error";
      place.id = id;
      place.setAttribute("role", "status");
      input.after(place);
    }
    place.textContent = sentences.join(" ");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", [...others, id].join(" "));
  }

  async function check(form, input) {
    const row = input.closest("tr");
    const typed = input.value;
    const data = new FormData();
    data.append("islem", "denetle");
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    inputsOf(row).forEach((each) => data.append(`h.${columnOf(each)}`, each.value));
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (!answer.ok) return;
      const { problems } = await answer.json();
      if (input.value === typed) tell(input, problems[columnOf(input)] || []);
    } catch {
      // No answer: the sheet says the same when it is saved.
    }
  }

  document.querySelectorAll("form[data-sheet]").forEach((form) => {
    form.addEventListener("change", (event) => {
      // What is brought back or pasted by a script is checked when it is saved.
      if (event.isTrusted && event.target.matches("[data-input]")) check(form, event.target);
    });
  });
})(window.Sheets);
