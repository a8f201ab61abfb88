// Help is kept on the device from the first visit on. Where a browser refuses, the house works the same, with a line.
const workers = navigator.serviceWorker;
if (document.documentElement.dataset.device) {
  // Somebody else's device keeps nothing: an earlier visit's worker reads here that it has to give everything back.
  workers?.getRegistration().then((kept) => kept?.update());
} else {
  workers?.register('/sw.js', { updateViaCache: 'none' }).catch(() => {});
}
