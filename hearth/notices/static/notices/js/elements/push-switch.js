// <push-switch key="…" here="…" known="…"> around a form: lets this browser be knocked at, and stops it again.
// It asks the browser for leave only when pressed, never before. `known` are digests of the endpoints the house
// has: a browser that signed out in between is off, whatever it remembers itself. Without a script the form stays
// hidden and the page says that it can't be done.
class PushSwitch extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector('form');
    if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return;
    this.form.hidden = false;
    this.querySelector('[data-says="unable"]').hidden = true;
    this.form.addEventListener('submit', (event) => { event.preventDefault(); this.press(); });
    this.show(await this.isKnown(await this.current()));
  }

  async isKnown(subscription) {
    if (!subscription) return false;
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint));
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return this.getAttribute('known').split(' ').includes(hex);
  }

  async current() {
    const worker = await navigator.serviceWorker.getRegistration();
    return worker ? worker.pushManager.getSubscription() : null;
  }

  show(known) {
    this.on = known && Notification.permission === 'granted';
    this.form.querySelector('[data-on]').hidden = this.on;
    this.form.querySelector('[data-off]').hidden = !this.on;
    this.say(Notification.permission === 'denied' ? 'denied' : null);
  }

  say(what) {
    for (const line of this.form.querySelectorAll('[data-says]')) {
      line.hidden = line.dataset.says !== what;
      if (!line.hidden) document.getElementById('said').textContent = line.textContent;
    }
  }

  async press() {
    if (this.busy) return;
    this.busy = true;
    try {
      await (this.on ? this.stop() : this.start());
    } catch {
      this.say(Notification.permission === 'denied' ? 'denied' : 'failed');
    }
    this.busy = false;
  }

  async start() {
    if (await Notification.requestPermission() !== 'granted') { this.say('denied'); return; }
    await navigator.serviceWorker.register('/sw.js');
    const worker = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: this.bytes(this.getAttribute('key')) };
    let subscription;
    try {
      subscription = await worker.pushManager.subscribe(options);
    } catch {
      // Left over from an earlier key of this house: it can never be used again.
      await (await worker.pushManager.getSubscription())?.unsubscribe();
      subscription = await worker.pushManager.subscribe(options);
    }
    const { endpoint, keys } = subscription.toJSON();
    if (!await this.tell(this.form.action, { endpoint, p256dh: keys.p256dh, auth: keys.auth })) {
      await subscription.unsubscribe();
      throw new Error('not taken');
    }
    location.reload();
  }

  async stop() {
    const subscription = await this.current();
    if (subscription) {
      await this.tell(this.getAttribute('here'), { endpoint: subscription.endpoint });
      await subscription.unsubscribe();
    }
    location.reload();
  }

  async tell(where, words) {
    const csrfmiddlewaretoken = this.form.elements.csrfmiddlewaretoken.value;
    const response = await fetch(where, {
      method: 'POST', body: new URLSearchParams({ ...words, csrfmiddlewaretoken }), headers: { 'X-Piece': '1' },
    });
    return response.ok;
  }

  bytes(text) {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  }
}
customElements.define('push-switch', PushSwitch);
