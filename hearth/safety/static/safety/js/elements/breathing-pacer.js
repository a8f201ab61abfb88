// <breathing-pacer in="4" out="6" breaths="12"> around the words of the exercise and a <template> with its picture.
// Without this script the words stand alone. With it a block of light grows and fades, once someone presses Start.
class BreathingPacer extends HTMLElement {
  connectedCallback() {
    const template = this.querySelector('template');
    if (!template) return;
    this.append(template.content.cloneNode(true));
    template.remove();
    this.find = (name) => this.querySelector(`[data-${name}]`);
    this.words = (name) => this.find(name).textContent;
    this.rings = [...this.querySelectorAll('.ring')];
    this.start = this.find('start');
    this.welcome = this.words('phase');
    this.promise = this.words('count');
    this.second = 0;
    this.start.addEventListener('click', () => (this.timer ? this.hold() : this.go()));
    this.find('stop').addEventListener('click', () => this.end(this.welcome, this.promise));
    // Where motion is unwanted the block changes in two single steps, at the turns of the breath.
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
  }

  disconnectedCallback() { clearInterval(this.timer); }

  label(name) { this.start.firstElementChild.textContent = this.start.dataset[name]; }

  go() {
    this.label('hold');
    this.find('stop').hidden = false;
    this.show();
    this.timer = setInterval(() => { this.second += 1; this.show(); }, 1000);
  }

  hold() {
    clearInterval(this.timer);
    this.timer = 0;
    this.label('on');
  }

  end(phase, count) {
    this.hold();
    this.second = 0;
    this.label('go');
    // Focus must not fall out of the page with the button.
    if (document.activeElement === this.find('stop')) this.start.focus();
    this.find('stop').hidden = true;
    this.rings.forEach((ring) => ring.classList.remove('on'));
    this.find('phase').textContent = phase;
    this.find('turn').textContent = phase;
    this.find('count').textContent = count;
  }

  show() {
    const [inwards, outwards, breaths] = ['in', 'out', 'breaths'].map((name) => Number(this.getAttribute(name)));
    const at = this.second % (inwards + outwards);
    const breath = Math.floor(this.second / (inwards + outwards)) + 1;
    if (breath > breaths) { this.end(this.words('end'), ''); return; }
    const filling = at < inwards;
    const step = filling ? at + 1 : at - inwards + 1;
    const lit = filling ? Math.ceil((step / inwards) * 4) : Math.ceil(4 - (step / outwards) * 4);
    const shown = this.still.matches ? (filling ? 4 : 0) : lit;
    this.rings.forEach((ring, i) => ring.classList.toggle('on', i < shown));
    const turn = this.words(filling ? 'in' : 'out');
    // A voice hears the turns of the breath, not every second of it.
    if (step === 1) this.find('turn').textContent = turn;
    this.find('phase').textContent = `${turn}, ${step}`;
    this.find('count').textContent = `${this.words('of')} ${breath} / ${breaths}`;
  }
}
customElements.define('breathing-pacer', BreathingPacer);
