// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Finds elements by role and accessible name, step by step from the document; see firefox_page.py. Knows the roles and
// the ways of naming that the application uses, not all that there are.
(text) => {
  const selectors = {
    button: 'button, [role="button"]',
    heading: 'h1, h2, h3, h4, h5, h6, [role="heading"]',
    dialog: 'dialog, [role="dialog"]',
    link: 'a[href], [role="link"]',
    listitem: 'li, [role="listitem"]',
    status: 'output, [role="status"]',
  };
  const clean = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('[aria-hidden="true"]');

  function nameOf(node) {
    const by = node.getAttribute('aria-labelledby');
    if (by) return clean(by.split(' ').map((id) => document.getElementById(id)?.textContent).join(' '));
    return clean(node.getAttribute('aria-label'))
      || clean([...(node.labels ?? [])].map((label) => label.textContent).join(' '))
      || clean(node.innerText) || clean(node.getAttribute('title'));
  }

  function isNamed(step, name) {
    if (step.pattern !== undefined) return new RegExp(step.pattern).test(name);
    return step.name === undefined || clean(step.name) === name;
  }

  function take(nodes, step) {
    const inside = (selector) => [...new Set(nodes.flatMap((node) => [...node.querySelectorAll(selector)]))];
    switch (step.by) {
      case 'role':
        return inside(selectors[step.role] ?? `[role="${step.role}"]`).filter((node) => isShown(node)
          && isNamed(step, nameOf(node)) && (!step.level || node.localName === `h${step.level}`));
      case 'label':
        return inside('input, textarea, select, [aria-label], [aria-labelledby]')
          .filter((node) => isShown(node) && isNamed(step, nameOf(node)));
      case 'text':
        return inside('*').filter((node) => node.children.length === 0 && isShown(node)
          && isNamed(step, clean(node.textContent)));
      case 'holding':
        return nodes.filter((node) => (step.pattern !== undefined
          ? new RegExp(step.pattern).test(node.textContent) : node.textContent.includes(step.name)));
      case 'first': return nodes.slice(0, 1);
      default: return inside(step.selector).filter(isShown);
    }
  }

  return JSON.parse(text).reduce(take, [document]);
}
