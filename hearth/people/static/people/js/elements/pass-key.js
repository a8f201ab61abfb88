// <pass-key how="make" or "use" options='…' or src="…" hidden> in a form with a hidden field "credential":
// its button asks this device for a passkey and sends what it says. Where there are no passkeys it stays hidden.
const read = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
const write = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const named = (keys) => keys?.map((key) => ({ ...key, id: read(key.id) }));

class PassKey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    this.querySelector('button').addEventListener('click', () => this.ask());
  }

  get form() { return this.closest('form'); }

  async ask() {
    const failed = this.querySelector('.error');
    failed.hidden = true;
    try {
      const key = this.getAttribute('how') === 'make' ? await this.make() : await this.use();
      this.form.elements.credential.value = JSON.stringify(key);
    } catch {
      // Cancelled, timed out or refused: the browser tells the page no more than that.
      failed.hidden = false;
      return;
    }
    this.lend();
    this.form.submit();
  }

  async options() {
    if (this.hasAttribute('options')) return JSON.parse(this.getAttribute('options')).publicKey;
    const response = await fetch(this.getAttribute('src'), { headers: { Accept: 'application/json' } });
    if (!response.ok) throw new Error(response.status);
    return (await response.json()).request_options.publicKey;
  }

  async make() {
    const asked = await this.options();
    const alone = this.form.elements.passwordless?.checked;
    const choice = { ...asked.authenticatorSelection, residentKey: alone ? 'required' : 'discouraged', requireResidentKey: Boolean(alone) };
    if (alone) choice.userVerification = 'required';
    const key = await navigator.credentials.create({ publicKey: {
      ...asked, challenge: read(asked.challenge), user: { ...asked.user, id: read(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials), authenticatorSelection: choice,
    } });
    return this.told(key, {
      attestationObject: write(key.response.attestationObject),
      transports: key.response.getTransports?.() ?? [],
    });
  }

  async use() {
    const asked = await this.options();
    const key = await navigator.credentials.get({ publicKey: {
      ...asked, challenge: read(asked.challenge), allowCredentials: named(asked.allowCredentials),
    } });
    return this.told(key, {
      authenticatorData: write(key.response.authenticatorData),
      signature: write(key.response.signature),
      userHandle: key.response.userHandle ? write(key.response.userHandle) : null,
    });
  }

  told(key, more) {
    return {
      id: key.id, rawId: write(key.rawId), type: key.type, authenticatorAttachment: key.authenticatorAttachment,
      clientExtensionResults: key.getClientExtensionResults(),
      response: { clientDataJSON: write(key.response.clientDataJSON), ...more },
    };
  }

  // "This is not my device" stands in the form beside; it counts for this way in too.
  lend() {
    if (document.querySelector('form input[name="borrowed"]:checked') && !this.form.elements.borrowed) {
      this.form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'borrowed', value: 'on' }));
    }
  }
}
customElements.define('pass-key', PassKey);
