// <in-place> around forms whose answer is a piece of the page: the answer takes this element's place.
// Without a script the same forms lead to the whole page, and whatever is not a piece is asked for that way.
class InPlace extends HTMLElement {
  connectedCallback() { this.onsubmit = (event) => this.send(event); }

  async send(event) {
    const { target: form, submitter } = event;
    if (this.plain || form.method !== 'post') return;
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.querySelector('[data-unsent]')?.remove();
    const to = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    let response;
    let text;
    try {
      response = await fetch(to, { method: 'POST', body: new URLSearchParams(new FormData(form, submitter)), headers: { 'X-Piece': '1' } });
      text = await response.text();
    } catch { /* The line is down; the sentence below says so. */ }
    this.busy = false;
    // It may have arrived all the same: only the person sends again, and the house takes the same words once.
    if (!response || response.status >= 500) { this.unsent(form); return; }
    const onward = response.redirected ? response.url : response.status !== 401 && response.headers.get('X-Go');
    if (onward) { location.assign(onward); return; }
    if (response.status === 401 || /^\s*<!doctype/i.test(text)) {
      // Nothing was done: sent the ordinary way, the house gives the words back on a page that says why.
      this.plain = true;
      form.requestSubmit(submitter);
      return;
    }
    this.take(text, submitter);
  }

  take(text, submitter) {
    const piece = new DOMParser().parseFromString(text, 'text/html').body;
    const said = piece.querySelector('[data-said]')?.dataset.said;
    this.replaceChildren(...(piece.querySelector(':scope > in-place') ?? piece).childNodes);
    // Only the person's own deed moves the focus, and only back to where it was.
    const pressed = submitter?.value && [...this.querySelectorAll('button')].find((one) => one.name === submitter.name && one.value === submitter.value);
    (pressed || this.querySelector('[data-focus], [aria-invalid="true"]'))?.focus();
    if (said) document.getElementById('said').textContent = said;
  }

  unsent(form) {
    const note = document.createElement('p');
    note.className = 'note stop';
    note.role = 'alert';
    note.dataset.unsent = '';
    note.textContent = document.getElementById('said').dataset.unsent;
    form.append(note);
  }
}
customElements.define('in-place', InPlace);
