// The list of what to look at, on top of a form that could not be taken, gets the focus when the page opens.
document.querySelector('[data-focus][role="alert"]')?.focus();
