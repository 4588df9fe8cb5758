/** Who exercises, and on request who else could; nothing where nobody is told apart. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { PersonCard, Welcome } from "../../build/wire";

export function people({ person, people: known }: Welcome): Child {
  if (person.id === "") return null;
  const others = known.filter(({ id }) => id !== person.id);
  return el(
    "details",
    { class: "people", "data-key": `people-${person.id}` },
    el("summary", {}, `Exercising: ${person.name}`, el("span", {}, "Somebody else?")),
    el(
      "div",
      { class: "others" },
      ...others.map(other),
      el("input", { "data-new-person": true, "data-key": "new", type: "text", maxlength: 40, placeholder: "A new name", "aria-label": "A new name", autocomplete: "off" }),
      el("button", { "data-action": "add-person", "data-key": "add" }, "Add"),
    ),
  );
}

function other({ id, name }: PersonCard): Child {
  return el("button", { "data-person": id, "data-key": `person-${id}` }, name);
}
