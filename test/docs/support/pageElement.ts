/** As much of an element of a page as a recipe needs: text and children. Anything else, such as `innerHTML`, cannot be set. */
export class PageElement {
  readonly children: PageElement[] = [];
  #text = "";

  constructor(readonly name: string) {
    Object.preventExtensions(this);
  }

  get textContent(): string {
    return this.#text + this.children.map((child) => child.textContent).join("");
  }
  set textContent(text: string) {
    this.children.length = 0;
    this.#text = text;
  }

  append(...children: PageElement[]): void {
    this.children.push(...children);
  }
}
