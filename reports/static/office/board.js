// One box above the list chooses every section of it; without JavaScript each has its own box.
const all = document.querySelector("[data-board-all]");
if (all) {
  const boxes = [...document.querySelectorAll('.board input[name="bolum"]')];
  const follow = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", follow);
  follow();
}
