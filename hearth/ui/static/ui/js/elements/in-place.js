// <in-place> around forms whose answer is a piece of the page: the answer takes this element's place.
// Without it the same forms lead to the whole page. If anything fails, the form is sent the ordinary way.
class InPlace extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', (event) => this.send(event));
  }

  async send(event) {
    const { target: form, submitter } = event;
    if (form.method !== 'post' || this.busy) return;
    event.preventDefault();
    this.busy = true;
    const words = new FormData(form, submitter);
    let response;
    try {
      response = await fetch(submitter?.formAction ?? form.action, {
        method: 'POST', body: new URLSearchParams(words), headers: { 'X-Piece': '1' }, redirect: 'manual',
      });
    } catch {
      form.submit();
      return;
    }
    this.busy = false;
    const onward = response.headers.get('X-Go');
    if (onward) { location.assign(onward); return; }
    if (!response.ok && response.status !== 409 && response.status !== 403 && response.status !== 422) { form.submit(); return; }
    this.take(await response.text(), submitter);
  }

  take(text, submitter) {
    const piece = new DOMParser().parseFromString(text, 'text/html').body;
    const said = piece.querySelector('[data-said]')?.dataset.said;
    const place = submitter?.value ? `[name="${submitter.name}"][value="${submitter.value}"]` : null;
    this.replaceChildren(...(piece.querySelector('in-place')?.childNodes ?? piece.childNodes));
    // Only the person's own deed moves the focus, and only back to where it was.
    const again = (place && this.querySelector(place)) || this.querySelector('[data-focus], [aria-invalid="true"]');
    again?.focus();
    if (said) document.getElementById('said').textContent = said;
  }
}
customElements.define('in-place', InPlace);
