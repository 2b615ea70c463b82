// Moves the focus to the list of mistakes, so that everyone hears of them first.
document.querySelector("[data-error-summary]")?.focus();
