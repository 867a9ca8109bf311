/* Makes pages quicker; every page works without it. What it listens to is written in templates/components. */
"use strict";
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const say = (words) => { const live = one("[data-live]"); if (live && live.textContent !== words) live.textContent = words; };
  const typing = (target) => target.closest("input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable]");
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  // Storage may be closed to us (private windows); a page must not fall over it.
  const store = (kind) => ({
    get: (key) => { try { return window[kind].getItem(key); } catch { return null; } },
    set: (key, text) => { try { window[kind].setItem(key, text); } catch { /* full or closed */ } },
    drop: (key) => { try { window[kind].removeItem(key); } catch { /* closed */ } },
    clear: () => { try { window[kind].clear(); } catch { /* closed */ } },
  });
  const session = store("sessionStorage");
  const local = store("localStorage");

  document.documentElement.classList.add("js");
  one("[data-errors]")?.focus();

  /* A form is sent once. Going back makes it ready again. data-again: a form that answers with a file. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[data-again]") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => {
      event.submitter?.setAttribute("aria-disabled", "true");
      event.submitter?.classList.add("sending");
      say("Sedang dikirim. Mohon tunggu.");
    });
    if (form.matches("[data-logout]")) session.clear();
  });
  window.addEventListener("pageshow", () => {
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
    all(".sending").forEach((button) => { button.removeAttribute("aria-disabled"); button.classList.remove("sending"); });
  });

  /* Drafts: kept in this tab while typing, saved at the server after a pause, put back after an expired session. */
  const clockNow = () => {
    const zone = { "-420": "WIB", "-480": "WITA", "-540": "WIT" }[new Date().getTimezoneOffset()] ?? "";
    const two = (number) => String(number).padStart(2, "0");
    return `${two(new Date().getHours())}.${two(new Date().getMinutes())} ${zone}`.trim();
  };
  // What lies sealed at the server is never kept here in the clear.
  const keepable = (field) => field.name && field.name !== "csrf_token" && !field.closest("[data-sealed]")
    && !["file", "password", "hidden", "submit", "button"].includes(field.type);
  const fieldsOf = (form) => [...form.elements].filter(keepable);
  const snapshot = (form) => JSON.stringify(fieldsOf(form).map((field) =>
    [field.name, ["radio", "checkbox"].includes(field.type) ? [field.value, field.checked] : field.value]));
  const putBack = (form, text) => {
    const rest = fieldsOf(form);
    for (const [name, value] of JSON.parse(text)) {
      const at = rest.findIndex((field) => field.name === name && (!Array.isArray(value) || field.value === value[0]));
      if (at < 0) continue;
      const [field] = rest.splice(at, 1);
      if (Array.isArray(value)) field.checked = value[1]; else field.value = value;
    }
  };

  class Draft {
    constructor(form, index) {
      this.form = form;
      this.key = `draf:${location.pathname}:${form.id || index}`;
      this.words = one("[data-saved]", form) ?? one("[data-saved]");
      this.pause = 5;
      this.restore();
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed());
      form.addEventListener("submit", () => { clearTimeout(this.timer); session.set("draf:dikirim", this.key); });
    }
    tell(words) { if (this.words && this.words.textContent !== words) this.words.textContent = words; }
    get version() { return this.form.elements.version?.value ?? ""; }
    keep() { session.set(this.key, JSON.stringify({ version: this.version, text: snapshot(this.form) })); }
    restore() {
      const kept = JSON.parse(session.get(this.key) ?? "null");
      if (!kept || kept.text === snapshot(this.form)) { session.drop(this.key); return; }
      try { putBack(this.form, kept.text); } catch { session.drop(this.key); return; }
      if (kept.version === this.version) {
        this.tell("Isian Anda yang belum tersimpan sudah dikembalikan.");
        this.later(2000);
        return;
      }
      // Somebody saved meanwhile: under the old version the server asks before it lets these words win.
      this.form.elements.version.value = kept.version;
      this.tell("Isian Anda yang belum tersimpan sudah dikembalikan, tetapi data ini sudah diubah sesudahnya. Muat ulang untuk membuangnya, atau tekan Simpan.");
      session.drop(this.key);
    }
    changed() { this.keep(); this.later(1200); }
    later(wait) {
      if (!this.form.dataset.autosave) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
    }
    async save() {
      if (this.form.dataset.sent) return;
      const sent = snapshot(this.form);
      const body = new FormData(this.form);
      all("input[type=file]", this.form).forEach((input) => body.delete(input.name));
      try {
        const answer = await fetch(this.form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1" } });
        if ([400, 401].includes(answer.status) || answer.redirected) this.expired();
        else if (answer.ok) this.saved(sent, await answer.json().catch(() => ({})));
        else if (answer.status === 409) this.tell("Draf belum tersimpan: data ini sudah diubah dari jendela atau orang lain. Tekan Simpan untuk melihat pilihannya.");
        else if (answer.status < 500 && answer.status !== 429) this.refused(await answer.json().catch(() => ({})));
        else this.failed();
      } catch { this.failed(); }
    }
    saved(sent, answer) {
      this.pause = 5;
      this.tell(`Draf tersimpan ${answer.saved_at ?? clockNow()}`);
      for (const [name, value] of Object.entries(answer.fields ?? {})) {
        const hidden = this.form.elements[name];
        if (hidden?.type === "hidden") hidden.value = value;
      }
      if (snapshot(this.form) === sent) session.drop(this.key);
    }
    refused(answer) {
      const told = Object.values(answer.refused ?? {}).flat()[0] ?? "ada isian yang perlu diperbaiki.";
      this.tell(`Draf belum tersimpan: ${told}`);
    }
    expired() { this.tell("Sesi Anda berakhir. Isian aman di peramban ini: muat ulang halaman, masuk lagi, dan isian akan kembali."); }
    failed() {
      this.tell(`Draf belum tersimpan karena sambungan terputus. Isian aman di peramban ini; dicoba lagi ${this.pause} detik lagi.`);
      this.later(this.pause * 1000);
      this.pause = Math.min(this.pause * 2, 60);
    }
  }
  // Only an answer by redirection says that the sent form was kept; a broken line or a refusal leaves the text here.
  const left = session.get("draf:dikirim");
  session.drop("draf:dikirim");
  if (left && performance.getEntriesByType("navigation")[0]?.redirectCount && !one("[data-keep-drafts]")) session.drop(left);
  all("form[data-autosave],form[data-keep]").forEach((form, index) => new Draft(form, index));

  /* Running work: the page it polls carries the same region by id; the region without data-poll ends the polling. */
  const poll = async (region) => {
    try {
      const answer = await fetch(region.dataset.poll, { headers: { "X-Poll": "1" } });
      if (answer.redirected) return;
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(region.id);
      if (fresh) {
        const before = one("[data-announce]", region)?.textContent;
        region.replaceWith(fresh);
        region = fresh;
        const after = one("[data-announce]", fresh)?.textContent;
        if (after && after !== before) say(after);
      }
    } catch { /* the line is down; ask again */ }
    if (region.dataset.poll) setTimeout(poll, document.hidden ? 10000 : 2000, region);
  };
  all("[data-poll]").forEach((region) => setTimeout(poll, 1500, region));

  /* Sheets: a row and its line on the page show each other. */
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const partners = (name, key) => all(`[data-${name}]`).filter((part) => part.dataset[name] === key);
  const shine = (key, on) => ["row", "line"].forEach((name) => partners(name, key).forEach((part) => part.classList.toggle("shine", on)));
  const keyAt = (target) => { const part = target.closest?.("[data-row],[data-line]"); return part && (part.dataset.row ?? part.dataset.line); };
  const toLine = (key) => {
    const line = partners("line", key)[0];
    const view = line?.closest("[data-sheet]");
    if (!view) return;
    const frame = view.getBoundingClientRect();
    const box = line.getBoundingClientRect();
    view.scrollBy({ top: box.top - frame.top - frame.height / 2, left: box.left - frame.left - 20, behavior: calm() });
  };
  for (const [event, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(event, (signal) => {
      const key = keyAt(signal.target);
      if (key === null || key === undefined) return;
      shine(key, on);
      if (event === "focusin") toLine(key);
    });
  }
  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    const row = line && partners("row", line.dataset.line)[0];
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: calm() });
    const target = one("a,button,input:not([type=hidden]),select,textarea", row) ?? row;
    if (target === row) row.tabIndex = -1;
    target.focus({ preventScroll: true });
  });

  /* Sheets: nearer and farther by buttons, or by + - 0 while the page has the focus. Arrow keys scroll by themselves. */
  const zoom = (view, step) => {
    const now = Number(view.dataset.scale ?? 1);
    const next = step === 0 ? 1 : Math.min(4, Math.max(1, now + step * 0.5));
    const middle = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    view.dataset.scale = next;
    all(":scope > svg", view).forEach((picture) => { picture.style.width = `${next * 100}%`; });
    view.scrollTop = middle * view.scrollHeight - view.clientHeight / 2;
    say(`Halaman diperbesar ${next * 100} persen.`);
  };
  all("[data-sheet-tools]").forEach((tools) => {
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) zoom(tools.nextElementSibling, Number(button.dataset.zoom));
    });
  });
  document.addEventListener("keydown", (event) => {
    const step = { "+": 1, "=": 1, "-": -1, "0": 0 }[event.key];
    if (step !== undefined && plain(event) && event.target.matches("[data-sheet]")) { event.preventDefault(); zoom(event.target, step); }
  });

  /* Review keys: outside fields, and only while the switch is on. */
  const keysOn = () => local.get("pintasan") !== "mati";
  const showKeys = () => document.documentElement.classList.toggle("keys-off", !keysOn());
  all("[data-keys-switch]").forEach((holder) => {
    const box = one("input", holder);
    holder.hidden = false;
    box.checked = keysOn();
    box.addEventListener("change", () => { local.set("pintasan", box.checked ? "nyala" : "mati"); showKeys(); });
  });
  showKeys();
  document.addEventListener("keydown", (event) => {
    if (!plain(event) || event.repeat || !keysOn() || typing(event.target)) return;
    const target = all("[data-key]").find((part) => part.dataset.key === event.key.toLowerCase());
    if (target) { event.preventDefault(); target.click(); }
  });

  /* Files: name and size before they travel; too large is said at once. */
  const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 })} MB`;
  document.addEventListener("change", (event) => {
    const input = event.target;
    const note = input.type === "file" && input.parentElement.querySelector("[data-file-note]");
    if (!note) return;
    const most = Number(input.dataset.maxMb || 20);
    const heavy = [...input.files].find((file) => file.size > most * 1048576);
    note.classList.toggle("err", Boolean(heavy));
    if (heavy) {
      note.textContent = `Berkas ${heavy.name} berukuran ${size(heavy.size)}; batasnya ${most} MB. Perkecil berkas atau pindai dengan 200 dpi, lalu pilih lagi.`;
      input.value = "";
    } else note.textContent = [...input.files].map((file) => `${file.name}, ${size(file.size)}`).join(" · ");
    if (heavy) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  });

  /* Passkeys: the browser makes a key or signs with one; its answer travels in the form. */
  all("form[data-passkey]").forEach((form) => form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "kode") return;
    event.preventDefault();
    const tell = (words) => { one("[data-passkey-note]", form).textContent = words; };
    const asked = JSON.parse(form.dataset.passkey), fresh = "passkeyNew" in form.dataset;
    const parse = window.PublicKeyCredential?.[fresh ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON"];
    if (!parse) return tell("Peramban ini belum mendukung kunci sandi. Perbarui peramban, atau pakai kode dari aplikasi.");
    try {
      const publicKey = parse.call(PublicKeyCredential, asked);
      const made = await (fresh ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      one("[name=answer]", form).value = JSON.stringify(made.toJSON());
      form.submit();
    } catch (failure) {
      tell(failure.name === "InvalidStateError" ? "Perangkat ini sudah terdaftar sebagai kunci sandi Anda."
        : "Kunci sandi tidak jadi dipakai. Ulangi, dan ikuti petunjuk peramban sampai selesai.");
    }
  }));

  /* Codes: copied by a button. */
  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(one(button.dataset.copy).textContent.trim());
      one("span", button).textContent = "Tersalin";
      say("Tersalin.");
    });
  });
}
