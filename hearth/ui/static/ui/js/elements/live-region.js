// <live-region on="thread:abc person:def" src="/piece/">: when a name is whispered, the piece is asked for again.
// The socket carries names only; what each reader may see is decided where it always is, by the page asked for.
const line = {
  regions: new Set(),
  failures: 0,
  names() { return [...new Set([...this.regions].flatMap((region) => region.names))].sort(); },
  refresh() { clearTimeout(this.soon); this.soon = setTimeout(() => this.open(), 50); },
  open() {
    const names = this.names().join(' ');
    if (names === this.asked && this.socket?.readyState <= 1) return;
    this.asked = names;
    this.socket?.close();
    if (!names) return;
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/live/?on=${encodeURIComponent(names)}`);
    this.socket = socket;
    socket.addEventListener('open', () => {
      // What happened while nobody listened is read once, not guessed.
      if (this.failures || this.heardBefore) for (const region of this.regions) region.soon();
      this.heardBefore = true;
      this.failures = 0;
    });
    socket.addEventListener('message', ({ data }) => {
      for (const region of this.regions) if (region.names.includes(data)) region.soon();
    });
    socket.addEventListener('close', () => {
      if (socket !== this.socket || document.documentElement.dataset.left) return;
      this.asked = null;
      this.failures += 1;
      const wait = Math.min(30000, 500 * 2 ** this.failures) * (0.5 + Math.random());
      setTimeout(() => this.open(), wait);
      // Where sockets are blocked, the page still moves, only slower.
      if (this.failures > 3) for (const region of this.regions) region.soon();
    });
  },
};

class LiveRegion extends HTMLElement {
  get names() { return (this.getAttribute('on') ?? '').split(' ').filter(Boolean); }

  connectedCallback() { line.regions.add(this); line.refresh(); }

  disconnectedCallback() { line.regions.delete(this); line.refresh(); clearTimeout(this.timer); }

  // A little chance, so that a room full of people does not ask in the same instant.
  soon() { clearTimeout(this.timer); this.timer = setTimeout(() => this.read(), 80 + Math.random() * 240); }

  async read() {
    let response;
    try {
      response = await fetch(this.getAttribute('src'), { headers: { 'X-Piece': '1' } });
    } catch { return; }
    if (response.status === 401 || response.status === 404) { location.reload(); return; }
    if (!response.ok) return;
    const piece = new DOMParser().parseFromString(await response.text(), 'text/html').body;
    // Nothing someone is typing or pressing is ever replaced under their hands.
    if (this.contains(document.activeElement) && document.activeElement.matches('input, textarea, select, button')) {
      this.timer = setTimeout(() => this.read(), 2000);
      return;
    }
    this.replaceChildren(...piece.childNodes);
  }
}
customElements.define('live-region', LiveRegion);
