// Help is kept on the device from the first visit on. Where a browser refuses, the house works the same, with a line.
// Words that say "this page is saved" carry [data-when-kept] and are shown only once that is true.
if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => {});
  navigator.serviceWorker.ready.then(() => {
    for (const words of document.querySelectorAll('[data-when-kept]')) words.hidden = false;
  });
}
