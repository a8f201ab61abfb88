// <show-passphrase data-show="…" data-hide="…"> around a passphrase field: it can be looked at while it is typed.
class ShowPassphrase extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector('input[type="password"]');
    if (!field) return;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn quiet light', textContent: this.dataset.show });
    button.setAttribute('aria-pressed', 'false');
    button.setAttribute('aria-controls', field.id);
    button.addEventListener('click', () => {
      const shown = field.type === 'password';
      field.type = shown ? 'text' : 'password';
      button.textContent = shown ? this.dataset.hide : this.dataset.show;
      button.setAttribute('aria-pressed', String(shown));
      field.focus();
    });
    field.after(button);
    // Sent hidden again, so that browsers keep it as a passphrase and not among ordinary words.
    field.form.addEventListener('submit', () => { field.type = 'password'; });
  }
}
customElements.define('show-passphrase', ShowPassphrase);
