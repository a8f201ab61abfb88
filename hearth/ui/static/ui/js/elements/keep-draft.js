// <keep-draft url="/drafts/…/"> around a form: what is typed is kept by the house a moment later.
// Nothing is ever put into the browser's own storage: on a shared phone it would outlive the person who typed it.
// While the line is down the words stay in the page, are tried again, and leaving asks first.
class KeepDraft extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector('form');
    this.form.addEventListener('input', () => { this.unkept = true; this.later(1200); });
    this.form.addEventListener('submit', () => this.sent());
    this.awake = new AbortController();
    const { signal } = this.awake;
    addEventListener('online', () => this.keep(), { signal });
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.keep(); }, { signal });
    addEventListener('beforeunload', (event) => {
      // Whoever leaves in a hurry is never held back by a question.
      if (this.failed && this.unkept && !document.documentElement.dataset.left) event.preventDefault();
    }, { signal });
  }

  disconnectedCallback() { clearTimeout(this.timer); this.awake?.abort(); }

  // A draft still on its way must not arrive after the words themselves and lie there as if unsent.
  sent() { clearTimeout(this.timer); this.asking?.abort(); this.unkept = false; }

  later(wait) { clearTimeout(this.timer); this.timer = setTimeout(() => this.keep(), wait); }

  async keep() {
    clearTimeout(this.timer);
    if (!this.unkept) return;
    this.unkept = false;
    this.asking?.abort();
    const { signal } = this.asking = new AbortController();
    const body = new URLSearchParams(new FormData(this.form));
    try {
      const response = await fetch(this.getAttribute('url'), { method: 'POST', body, headers: { 'X-Piece': '1' }, keepalive: true, signal });
      if (!response.ok) throw new Error(response.status);
      this.failed = false;
      this.say(this.dataset.kept);
    } catch {
      if (signal.aborted) return;
      this.failed = this.unkept = true;
      this.say(this.dataset.unkept);
      this.later(15000);
    }
  }

  say(words) {
    const place = this.querySelector('[data-draft-said]');
    if (place && words && place.textContent !== words) place.textContent = words;
  }
}
customElements.define('keep-draft', KeepDraft);
