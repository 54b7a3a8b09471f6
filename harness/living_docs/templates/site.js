"use strict";
(() => {
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Commands: a button that copies, where the browser lets one.
  if (navigator.clipboard) {
    for (const command of document.querySelectorAll(".command")) {
      const button = make("button", { type: "button", textContent: "Copy" });
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(command.querySelector("code").textContent);
        button.textContent = "Copied";
      });
      command.append(button);
    }
  }

  // The film: one large picture, and the others as a strip to choose from.
  const film = document.querySelector(".film");
  if (film) {
    const frames = [...film.querySelectorAll("li")];
    const picture = make("img", { className: "large" });
    const whole = make("a", {}, picture);
    const caption = make("figcaption", { dir: "auto" });
    const count = make("span", { className: "sum" });
    const back = make("button", { type: "button", textContent: "‹ Back" });
    const on = make("button", { type: "button", textContent: "Next ›" });
    const stage = make("figure", { className: "stage" }, whole, caption, make("div", { className: "leaf" }, back, count, on));
    stage.setAttribute("aria-live", "polite");
    let current = -1;
    const steps = frames.map(frame => document.getElementById("step-" + frame.querySelector("a").dataset.step));
    const show = (index, follow) => {
      if (index < 0 || index >= frames.length || index === current) return;
      if (current >= 0) {
        frames[current].querySelector("a").removeAttribute("aria-current");
        steps[current]?.classList.remove("shown");
      }
      current = index;
      const link = frames[index].querySelector("a"), small = link.querySelector("img");
      link.setAttribute("aria-current", "true");
      steps[index]?.classList.add("shown");
      picture.width = small.getAttribute("width");
      picture.height = small.getAttribute("height");
      picture.src = small.src;
      picture.alt = small.alt;
      whole.href = link.href;
      caption.textContent = frames[index].querySelector("p").textContent;
      count.textContent = `${index + 1} of ${frames.length}`;
      back.disabled = index === 0;
      on.disabled = index === frames.length - 1;
      // The strip alone moves along, never the page.
      const strip = frames[index].parentElement;
      if (follow) strip.scrollLeft = frames[index].offsetLeft - strip.offsetLeft - strip.clientWidth / 2 + 60;
    };
    frames.forEach((frame, index) => frame.querySelector("a").addEventListener("click", event => {
      event.preventDefault();
      show(index, false);
    }));
    steps.forEach((step, index) => {
      if (step && !step.querySelector(".see")) {
        const see = make("button", { type: "button", className: "see", textContent: "picture" });
        see.addEventListener("click", () => show(index, true));
        step.querySelector(".took").append(make("span", { className: "sees" }, " · ", see));
      }
    });
    back.addEventListener("click", () => show(current - 1, true));
    on.addEventListener("click", () => show(current + 1, true));
    document.addEventListener("keydown", event => {
      const taken = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      if (taken || event.target.closest("input, select, textarea, pre, .scroll")) return;
      const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: frames.length - 1 }[event.key];
      if (to === undefined || ((event.key === "Home" || event.key === "End") && !event.target.closest(".film"))) return;
      event.preventDefault();
      show(to, true);
    });
    film.classList.add("leafing");
    film.querySelector("ol").before(stage);
    const broken = steps.findLastIndex(step => step?.classList.contains("bad"));
    show(broken >= 0 ? broken : 0, true);
  }

  // The search.
  const form = document.getElementById("search");
  if (form && typeof livingDocs !== "undefined") {
    const { features, states, tags, sentences, scenarios } = livingDocs;
    const MOST = 200, AT_ONCE = 30, LATER = 120;
    let rest = 0;
    const folded = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const rows = scenarios.map(([key, name, feature, state, tagged, steps, message]) => ({
      key, name, feature: features[feature], state: states[state], tags: tagged.map(tag => tags[tag]), message,
      title: folded(name + "\n" + features[feature][0]),
      steps,
    }));
    const spoken = sentences.map(folded);
    for (const row of rows) {
      row.text = [row.title, folded(row.tags.join(" ")), ...row.steps.map(step => spoken[step]), folded(row.message)].join("\n");
    }
    const found = document.getElementById("found"), hits = document.getElementById("hits");
    const marked = (text, words) => {
      const low = folded(text), parts = [];
      if (low.length !== text.length) return [text];
      for (let at = 0; at < text.length;) {
        const places = words.map(word => [low.indexOf(word, at), word.length]).filter(([place]) => place >= 0);
        const [place, length] = places.sort((a, b) => a[0] - b[0] || b[1] - a[1])[0] ?? [text.length, 0];
        if (place > at) parts.push(text.slice(at, place));
        if (length) parts.push(make("mark", {}, text.slice(place, place + length)));
        at = place + length;
      }
      return parts;
    };
    const hit = (row, words) => {
      const [word, sign, tone] = row.state, [feature, page] = row.feature;
      const state = make("span", { className: "state " + tone }, make("span", { className: "sign", textContent: sign, ariaHidden: "true" }), " ", make("span", { className: "word", textContent: word }));
      const name = make("a", { href: `scenarios/${row.key}.html`, dir: "auto" }, ...marked(row.name, words));
      const where = make("p", { className: "sum", dir: "auto" }, make("a", { href: encodeURI(page) }, ...marked(feature, words)));
      const item = make("li", {}, state, make("div", {}, name, where));
      if (row.message) item.lastChild.append(make("p", { className: "sum", dir: "auto" }, ...marked(row.message, words)));
      const step = words.length && row.steps.find(each => words.some(one => spoken[each].includes(one) && !row.title.includes(one)));
      if (step) item.lastChild.append(make("p", { className: "sum", dir: "auto" }, "… ", ...marked(sentences[step], words)));
      return item;
    };
    const fields = [...form.elements].filter(field => field.name);
    const search = () => {
      const asked = Object.fromEntries(fields.map(field => [field.name, field.value]));
      const words = folded(asked.q).split(/\s+/).filter(Boolean);
      const fits = row => (!asked.state || row.state[0] === asked.state)
        && (!asked.tag || row.tags.includes(asked.tag))
        && (!asked.actor || row.feature[2] === asked.actor)
        && words.every(word => row.text.includes(word));
      const all = rows.filter(fits);
      const inTitle = words.length ? all.filter(row => words.every(word => row.title.includes(word))) : all;
      const first = new Set(inTitle);
      const ordered = words.length ? [...inTitle, ...all.filter(row => !first.has(row))] : all;
      const shown = ordered.slice(0, MOST).map(row => () => hit(row, words));
      hits.replaceChildren(...shown.slice(0, AT_ONCE).map(item => item()));
      // What does not fit the screen can wait until no key is waiting.
      clearTimeout(rest);
      rest = setTimeout(() => hits.append(...shown.slice(AT_ONCE).map(item => item())), LATER);
      const number = all.length.toLocaleString("en");
      const more = all.length > MOST ? `; these are the first ${MOST}` : "";
      found.textContent = all.length === rows.length ? `All ${number} scenarios${more}` : `${number} of ${rows.length.toLocaleString("en")} scenarios${more}`;
      const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
      try {
        history.replaceState(null, "", location.pathname + (query ? "?" + query : ""));
      } catch {
        // Some browsers let no page from disk change its address.
      }
    };
    const given = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = given.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
      field.addEventListener("input", search);
    }
    form.addEventListener("submit", event => event.preventDefault());
    document.getElementById("all").hidden = true;
    hits.hidden = false;
    search();
  }
})();
