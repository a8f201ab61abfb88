// <live-region on="thread:abc person:def" src="/piece/">: when a name is whispered, the piece is asked for again.
// The socket carries names only; what each reader may see is decided where it always is, by the page asked for.
const ENDED = 4401, NOT_HERE = 4403; // how the house closes a line when a right has ended
const SILENCE = 60000; // the house says something every 25 seconds, if only an empty line

const line = {
  regions: new Set(),
  failures: 0,
  alive(socket) { clearTimeout(this.silence); this.silence = setTimeout(() => socket.close(), SILENCE); },
  names() { return [...new Set([...this.regions].flatMap((region) => region.names))].sort().join(' '); },
  refresh(wait = 50) { clearTimeout(this.soon); this.soon = setTimeout(() => this.open(), wait); },
  read() { for (const region of this.regions) region.soon(); },
  open() {
    const names = this.names();
    if (names === this.asked && this.socket?.readyState <= 1) return;
    this.asked = names;
    this.socket?.close();
    this.socket = null;
    if (!names) return;
    const socket = this.socket = new WebSocket(`${location.origin.replace('http', 'ws')}/live/?on=${encodeURIComponent(names)}`);
    let greeted = false;
    socket.onmessage = ({ data }) => {
      this.alive(socket);
      // The house greets those it will tell. What happened while nobody listened is read once, not guessed.
      if (!greeted && (this.failures || this.heardBefore)) this.read();
      greeted = this.heardBefore = true;
      this.failures = 0;
      for (const region of this.regions) if (region.names.includes(data)) region.soon();
    };
    socket.onclose = ({ code }) => {
      if (socket !== this.socket || document.documentElement.dataset.left) return;
      clearTimeout(this.silence);
      this.failures += 1;
      // The page says at once what is still there for this reader, and what is not.
      if (code === ENDED || code === NOT_HERE) this.read();
      if (code === NOT_HERE) return;
      this.refresh(Math.min(30000, 500 * 2 ** this.failures) * (0.5 + Math.random()));
      // Where sockets are blocked, the page still moves, only slower.
      if (this.failures > 3) this.read();
    };
  },
};

class LiveRegion extends HTMLElement {
  get names() { return (this.getAttribute('on') ?? '').split(' ').filter(Boolean); }

  connectedCallback() { line.regions.add(this); line.refresh(); }

  disconnectedCallback() { line.regions.delete(this); line.refresh(); clearTimeout(this.timer); }

  // A little chance, so that a room full of people does not ask in the same instant.
  soon(wait = 80) { clearTimeout(this.timer); this.timer = setTimeout(() => this.read(), wait + Math.random() * 240); }

  async read() {
    let response;
    let text;
    try {
      response = await fetch(this.getAttribute('src'), { headers: { 'X-Piece': '1' } });
      text = await response.text();
    } catch { return; }
    if (response.status === 401 || response.status === 404) { this.ended(); return; }
    if (!response.ok || response.redirected) return;
    const held = this.contains(document.activeElement) ? document.activeElement : null;
    // Nothing someone is typing or has opened is ever replaced under their hands.
    if (held?.matches('input, textarea, select') || this.querySelector(':popover-open, dialog[open]')) { this.soon(2000); return; }
    // What a reader unfolded stays unfolded, wherever the next word lands.
    const open = [...this.querySelectorAll('[id] > details[open]')].map((one) => one.parentNode.id);
    const piece = new DOMParser().parseFromString(text, 'text/html').body;
    this.replaceChildren(...(piece.querySelector(':scope > live-region') ?? piece).childNodes);
    for (const id of open) this.querySelector(`#${id} > details`)?.setAttribute('open', '');
    if (held) [...this.querySelectorAll(held.localName)].find((one) => one.outerHTML === held.outerHTML)?.focus();
  }

  // Signed out, or no longer of this group: the page goes, unless words stand in it that are still their writer's.
  ended() {
    this.remove();
    if (![...document.querySelectorAll('textarea')].some((field) => field.value !== field.defaultValue)) location.reload();
  }
}
customElements.define('live-region', LiveRegion);
