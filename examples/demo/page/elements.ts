/** A fresh copy of what a template of the page holds. */
export function copy_of(template_id: string): HTMLElement {
  const template = element(document, `#${template_id}`, HTMLTemplateElement);
  const copy = document.importNode(template.content, true).firstElementChild;
  if (copy instanceof HTMLElement) return copy;
  throw new Error(`template ${template_id} holds nothing`);
}

/** An element that must be there. */
export function element<T extends Element>(within: ParentNode, selector: string, type: new () => T): T {
  const found = within.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`no ${selector} here`);
}
