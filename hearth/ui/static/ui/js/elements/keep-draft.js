// <keep-draft url="/drafts/…/"> around a form: what is typed is kept by the house a moment later.
// Where the line is down it is kept on this device until the line is back, then taken off the device again.
class KeepDraft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    this.said = this.querySelector('[data-draft-said]');
    this.store = `draft:${this.getAttribute('url')}`;
    this.restore();
    this.form.addEventListener('input', () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.keep(), 1200); });
    this.form.addEventListener('submit', () => { clearTimeout(this.timer); this.sent = true; localStorage.removeItem(this.store); });
    addEventListener('online', () => { if (localStorage.getItem(this.store)) this.keep(); });
    document.addEventListener('visibilitychange', () => { if (document.hidden && this.timer && !this.sent) this.keep(); });
  }

  words() {
    const words = new URLSearchParams(new FormData(this.form));
    words.delete('password');
    return words;
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = null;
    const words = this.words();
    try {
      const response = await fetch(this.getAttribute('url'), { method: 'POST', body: words, headers: { 'X-Piece': '1' }, keepalive: true });
      if (!response.ok) throw new Error(response.status);
      localStorage.removeItem(this.store);
      this.say(this.dataset.kept);
    } catch {
      words.delete('csrfmiddlewaretoken');
      localStorage.setItem(this.store, words.toString());
      this.say(this.dataset.keptHere);
    }
  }

  restore() {
    const kept = localStorage.getItem(this.store);
    if (!kept) return;
    for (const [name, value] of new URLSearchParams(kept)) {
      const field = this.form.elements[name];
      if (field?.tagName && field.type !== 'hidden' && !field.value) field.value = value;
    }
    this.keep();
  }

  say(words) { if (this.said && words) this.said.textContent = words; }
}
customElements.define('keep-draft', KeepDraft);
