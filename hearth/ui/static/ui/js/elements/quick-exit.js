// <quick-exit to="https://…"> around the exit button. One press, or Escape three times in a row.
// The page goes blank first and is replaced in the history: whoever walks in sees nothing, going back neither.
class QuickExit extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.presses = 0;
    this.form = this.closest('form');
    this.words = new URLSearchParams(new FormData(this.form));
    this.form.addEventListener('submit', (event) => this.leave(event));
    addEventListener('keydown', (event) => this.count(event));
    // A page kept in the browser's back-forward memory must not come back after leaving.
    addEventListener('pageshow', (event) => { if (event.persisted && document.documentElement.dataset.left) location.reload(); });
  }

  count(event) {
    if (event.key !== 'Escape') { this.presses = 0; return; }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.presses = 0; }, 1500);
    this.presses += 1;
    if (this.presses === 3) this.leave(event);
  }

  leave(event) {
    event.preventDefault();
    document.documentElement.dataset.left = 'yes';
    document.title = '';
    document.body.replaceChildren();
    sessionStorage.clear();
    // The house is told without being waited for: it may sign this device out, if its owner asked for that.
    navigator.sendBeacon(this.form.action, this.words);
    location.replace(this.getAttribute('to'));
  }
}
customElements.define('quick-exit', QuickExit);
