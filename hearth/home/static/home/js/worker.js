// The service worker: help stays on the device, nothing that belongs to a person ever does.
// What stands above this line when it is served: KEPT = { help: […], looks: […] }, and whether the device is borrowed.
const STORE = `help-${KEPT.version}`;
const OFFLINE = KEPT.help.at(-1);
const PATIENCE = 4000;

// Asked for without cookies: the copy that is kept is a visitor's, whoever is signed in.
const plain = (address) => new Request(address, { cache: 'reload', credentials: 'omit' });

async function keep() {
  const store = await caches.open(STORE);
  await Promise.all([...KEPT.help, ...KEPT.looks].map((address) => store.add(plain(address))));
}

async function forget(except) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== except).map((name) => caches.delete(name)));
}

async function refresh(address) {
  const answer = await fetch(plain(address));
  if (answer.ok) await (await caches.open(STORE)).put(address, answer);
}

// The line first, but not for long: at three in the morning the kept page is better than a white one.
async function help(event, address) {
  const kept = await caches.match(address);
  const slow = new Promise((resolve) => { if (kept) setTimeout(resolve, PATIENCE, kept); });
  try {
    const answer = await Promise.race([fetch(event.request), slow]);
    if (answer !== kept) event.waitUntil(refresh(address).catch(() => {}));
    return answer.ok || !kept ? answer : kept;
  } catch (lost) {
    if (kept) return kept;
    throw lost;
  }
}

async function page(event) {
  try {
    return await fetch(event.request);
  } catch (lost) {
    const kept = await caches.match(OFFLINE);
    if (kept) return kept;
    throw lost;
  }
}

addEventListener('install', (event) => {
  skipWaiting();
  if (!BORROWED) event.waitUntil(keep());
});

addEventListener('activate', (event) => {
  // A borrowed device gives everything back and forgets that there was a worker.
  event.waitUntil(BORROWED ? forget().then(() => registration.unregister()) : forget(STORE).then(() => clients.claim()));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (BORROWED || request.method !== 'GET' || address.origin !== location.origin) return;
  if (KEPT.looks.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate') {
    event.respondWith(KEPT.help.includes(address.pathname) ? help(event, address.pathname) : page(event));
  }
});

// A knock says the same words whatever it is about, and a second one takes the place of the first.
addEventListener('push', (event) => {
  const { text } = event.data.json();
  event.waitUntil(registration.showNotification(text, { tag: 'hearth', renotify: false }));
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const [open] = await clients.matchAll({ type: 'window' });
    if (!open) return clients.openWindow('/notices/');
    await open.navigate('/notices/');
    return open.focus();
  })());
});
