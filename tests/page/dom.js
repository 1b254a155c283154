// The least of a browser's page that the components need: elements by tag, class and attribute, and events.
// `Object.assign(globalThis, browser(html))` before a component is imported, for it looks around as it loads.

const TAG = /<(\/?)([a-z]+)([^>]*?)(\/?)>/g;
const ATTRIBUTE = /([\w-]+)(?:="([^"]*)")?/g;
const SELECTOR_PART = /\.([\w-]+)|\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\]/g;
const PATHS = ["beginPath", "moveTo", "quadraticCurveTo", "lineTo", "stroke"];
const DRAWING = [...PATHS, "save", "restore", "scale", "clearRect", "drawImage"];
const camelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

export class Element extends EventTarget {
  constructor(tag, attributes = {}) {
    super();
    const style = { setProperty: (name, value) => (style[name] = value) };
    Object.assign(this, { tag, attributes: {}, children: [], style, dataset: {}, shadowRoot: null, parent: null });
    Object.assign(this, { disabled: false, isConnected: true, clientWidth: 0, textContent: "", painted: [], calls: [] });
    for (const [name, value] of Object.entries(attributes)) this.setAttribute(name, value);
  }

  get className() {
    return this.getAttribute("class") ?? "";
  }

  set className(value) {
    this.setAttribute("class", value);
  }

  get classList() {
    const names = new Set(this.className.split(" ").filter(Boolean));
    const toggle = (name, isOn) => {
      names[isOn ? "add" : "delete"](name);
      this.className = [...names].join(" ");
    };
    return { contains: (name) => names.has(name), toggle };
  }

  get hidden() {
    return "hidden" in this.attributes;
  }

  set hidden(value) {
    if (value) this.attributes.hidden = "";
    else delete this.attributes.hidden;
  }

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  get parentElement() {
    return this.parent;
  }

  get lastElementChild() {
    return this.children.at(-1) ?? null;
  }

  append(...elements) {
    for (const element of elements) element.parent = this;
    this.children.push(...elements);
  }

  remove() {
    this.parent.children = this.parent.children.filter((child) => child !== this);
  }

  cloneNode() {
    const clone = new Element(this.tag, this.attributes);
    clone.append(...this.children.map((child) => child.cloneNode()));
    return clone;
  }

  // The least of a canvas: what was painted, in order, and which calls drew on it.
  getContext() {
    const createImageData = (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) });
    const pixels = { createImageData, putImageData: ({ data }) => this.painted.push(data) };
    const drawing = Object.fromEntries(DRAWING.map((name) => [name, (...args) => this.calls.push([name, ...args])]));
    return { ...pixels, ...drawing };
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name.startsWith("data-")) this.dataset[camelCase(name.slice(5))] = value;
  }

  getAttribute(name) {
    return this.attributes[name] ?? null;
  }

  set innerHTML(html) {
    this.children = parse(html).children;
  }

  click() {
    if (!this.disabled) this.onclick?.();
  }

  focus() {
    globalThis.document.activeElement = this;
  }

  scrollIntoView(how) {
    this.scrolled = how;
  }

  matchesOne(selector) {
    const tag = selector.match(/^[a-z]+/)?.[0];
    const parts = [...selector.matchAll(SELECTOR_PART)];
    const has = ([, className, attribute, value]) =>
      className
        ? this.getAttribute("class")?.split(" ").includes(className)
        : attribute in this.attributes && [undefined, this.attributes[attribute]].includes(value);
    return (!tag || tag === this.tag) && parts.every(has);
  }

  matches(selectors) {
    return selectors.split(", ").some((selector) => this.matchesOne(selector));
  }

  querySelectorAll(selector) {
    const [outer, ...inner] = selector.split(/ (?![^[]*\])/); // not at a space within brackets
    const within = [...this.children, ...this.children.flatMap((child) => child.querySelectorAll("*"))];
    const found = outer === "*" ? within : within.filter((element) => element.matches(outer));
    return inner.length ? found.flatMap((element) => element.querySelectorAll(inner.join(" "))) : found;
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  get ariaPressed() {
    return this.getAttribute("aria-pressed");
  }

  set ariaPressed(value) {
    this.setAttribute("aria-pressed", value);
  }
}

// Return an element that holds what the HTML says.
export function parse(html) {
  const open = [new Element("root")];
  for (const [, closes, tag, attributes, isEmpty] of html.matchAll(TAG)) {
    if (closes) open.pop();
    else {
      const found = [...attributes.matchAll(ATTRIBUTE)].map(([, name, value = ""]) => [name, value]);
      const element = new Element(tag, Object.fromEntries(found));
      open.at(-1).append(element);
      if (!isEmpty) open.push(element);
    }
  }
  return open[0];
}

class Observer {
  static all = [];

  constructor(callback) {
    this.callback = callback;
    Observer.all.push(this);
  }

  observe(element) {
    this.element = element;
  }

  disconnect() {
    this.element = null;
  }
}

// Call what observes an element, as a browser does after a change to it; returns how many observers there are.
export function changed(element) {
  const observers = Observer.all.filter((observer) => observer.element === element);
  for (const observer of observers) observer.callback();
  return observers.length;
}

// Return the globals of a browser that shows the HTML.
export function browser(html) {
  const document = parse(html);
  document.createElement = (tag) => new Element(tag);
  document.documentElement = new Element("html");
  document.body = new Element("body");
  document.append(document.body);
  return { document, MutationObserver: Observer, ResizeObserver: Observer };
}

// Send an event with the properties of a real one; returns it.
export function send(target, type, properties = {}) {
  const event = new Event(type, { cancelable: true });
  target.dispatchEvent(Object.assign(event, { composedPath: () => [target], ...properties }));
  return event;
}

// Wait until every promise and timer that is due now is through.
export const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
