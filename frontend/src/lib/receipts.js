/**
 * Adds a button to `place` that opens or closes every receipt of the page at once.
 *
 * @param {HTMLElement} place an element whose data-open-all says what the button is called
 */
export function openAllReceipts(place) {
  const receipts = [...document.querySelectorAll("details.receipt")];
  if (receipts.length < 2) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "linklike";
  button.textContent = place.dataset.openAll;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    for (const receipt of receipts) receipt.open = open;
    button.setAttribute("aria-pressed", String(open));
  });
  place.append(button);
}
