/** Making elements, and turning what is on the page into what should be there while keeping focus and running clips. */

type Attributes = Readonly<Record<string, string | number | boolean | null>>;
export type Child = Node | string | null;

const SVG = "http://www.w3.org/2000/svg";

export function el(name: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** The element of the page that has this id; index.html has them all. */
export function part<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}`);
  return found;
}

function fill<T extends Element>(element: T, attributes: Attributes, children: readonly Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** Make the children of `place` be like `children`, touching only what differs. */
export function show(place: Element, ...children: readonly Child[]): void {
  const wanted = children.filter((child) => child !== null).map((child) => (typeof child === "string" ? new Text(child) : child));
  match(place, wanted);
}

function match(place: Element, wanted: readonly Node[]): void {
  wanted.forEach((node, position) => {
    const there = place.childNodes[position];
    if (there === undefined) place.append(node);
    else become(there, node);
  });
  while (place.childNodes.length > wanted.length) place.lastChild?.remove();
}

function become(there: ChildNode, wanted: Node): void {
  if (there instanceof Text && wanted instanceof Text) {
    if (there.data !== wanted.data) there.data = wanted.data;
  } else if (there instanceof Element && wanted instanceof Element && isSameThing(there, wanted)) {
    takeAttributes(there, wanted);
    match(there, [...wanted.childNodes]);
  } else there.replaceWith(wanted);
}

function isSameThing(there: Element, wanted: Element): boolean {
  return there.tagName === wanted.tagName && there.getAttribute("data-key") === wanted.getAttribute("data-key");
}

/** Whether details are open is the person's to say. */
function takeAttributes(there: Element, wanted: Element): void {
  for (const { name } of [...there.attributes]) if (name !== "open" && !wanted.hasAttribute(name)) there.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (there.getAttribute(name) !== value) there.setAttribute(name, value);
}
