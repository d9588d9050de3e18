import { find, html } from "../players/common/dom.js";
import { studioWords as W } from "../strings/pages.js";

/** Asks for the reason first; the answer is null if the person thinks better of it. */
export function askReason(title: string, detail: string, reasons: Readonly<Record<string, string>>, go: string): Promise<string | null> {
  const box = html<HTMLDialogElement>(`
<dialog class="ask"><form method="dialog"><h2></h2><p></p>
  <label>${W.reasonLabel}<select required><option value="">${W.reasonFirst}</option></select></label>
  <div class="row"><button type="button" class="btn keep">${W.keep}</button><button type="submit" class="btn danger"></button></div></form></dialog>`);
  find(box, "h2").textContent = title;
  find(box, "p").textContent = detail;
  find(box, ".danger").textContent = go;
  box.setAttribute("aria-label", title);
  const select = find<HTMLSelectElement>(box, "select");
  for (const [value, label] of Object.entries(reasons)) {
    select.append(new Option(label, value));
  }
  find(box, ".keep").addEventListener("click", () => box.close(""));
  find<HTMLFormElement>(box, "form").addEventListener("submit", (event) => {
    event.preventDefault();
    box.close(select.value);
  });
  document.body.append(box);
  box.showModal();
  return new Promise((done) =>
    box.addEventListener("close", () => {
      box.remove();
      done(box.returnValue === "" ? null : box.returnValue);
    }),
  );
}
