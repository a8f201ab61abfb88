// <reply-coach intent="listen" src="/hints/"> around a text and an empty hint: shows one thought while somebody
// writes, when there is one. The rules come from the house once; the words never leave the page for it.
class ReplyCoach extends HTMLElement {
  connectedCallback() {
    if (this.text || !this.getAttribute('src')) return;
    this.text = this.querySelector('textarea');
    this.place = this.querySelector('[role="status"]');
    this.text.addEventListener('input', () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.look(), 900); });
    this.querySelector('[data-dismiss]').addEventListener('click', () => { this.done = true; this.show(); this.text.focus(); });
  }

  disconnectedCallback() { clearTimeout(this.timer); }

  async rules() {
    const response = await fetch(this.getAttribute('src'));
    const { rules } = await response.json();
    return rules.map((rule) => ({ ...rule, patterns: rule.patterns.map((pattern) => new RegExp(pattern, rule.cased ? 'u' : 'iu')) }));
  }

  async look() {
    const words = this.text.value;
    if (this.done || !words.trim()) { this.show(); return; }
    try { this.known ??= await this.rules(); } catch { return; }
    const intent = this.getAttribute('intent');
    this.show(this.known.find((rule) => (!rule.intents.length || rule.intents.includes(intent)) && rule.patterns.some((pattern) => pattern.test(words))));
  }

  show(rule) {
    if (rule?.code === this.shown) return;
    this.shown = rule?.code;
    this.querySelector('[data-hint]').textContent = rule?.say ?? '';
    this.place.hidden = !rule;
  }
}
customElements.define('reply-coach', ReplyCoach);
