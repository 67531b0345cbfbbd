/* A reference is shown as the figure that readers will see. */
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";

export const tell = StateEffect.define();
export const known = StateField.define({
  create: () => ({}),
  update: (value, change) => change.effects.reduce((now, effect) => (effect.is(tell) ? effect.value : now), value),
});

class Figure extends WidgetType {
  constructor(reference, shown) {
    super();
    this.reference = reference;
    this.shown = shown;
  }
  eq(other) {
    return other.reference === this.reference && other.shown === this.shown;
  }
  toDOM() {
    const made = document.createElement("span");
    made.className = "editor-figure";
    made.textContent = this.shown;
    made.title = this.reference;
    return made;
  }
  ignoreEvent() {
    return false;
  }
}

function drawn(view) {
  const values = view.state.field(known);
  const found = [];
  view.visibleRanges.forEach(({ from, to }) => {
    for (const match of view.state.sliceDoc(from, to).matchAll(/\{\{[^{}\n]+\}\}/g)) {
      if (match[0] in values) {
        const widget = new Figure(match[0], values[match[0]]);
        found.push(Decoration.replace({ widget }).range(from + match.index, from + match.index + match[0].length));
      }
    }
  });
  return Decoration.set(found);
}

export const figuresDrawn = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = drawn(view);
    }
    update(update) {
      const told = update.transactions.some((change) => change.effects.some((effect) => effect.is(tell)));
      if (told || update.docChanged || update.viewportChanged) this.decorations = drawn(update.view);
    }
  },
  {
    decorations: (plugin) => plugin.decorations,
    provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations || Decoration.none),
  },
);
