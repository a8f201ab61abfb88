// <name-ideas for="id"> around suggested names: each becomes a button that writes itself into the field.
class NameIdeas extends HTMLElement {
  connectedCallback() {
    const field = document.getElementById(this.getAttribute('for'));
    for (const idea of this.querySelectorAll('b')) {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn quiet', textContent: idea.textContent });
      button.addEventListener('click', () => { field.value = idea.textContent; field.dispatchEvent(new Event('input', { bubbles: true })); field.focus(); });
      idea.replaceWith(button);
    }
  }
}
customElements.define('name-ideas', NameIdeas);
