"use strict";
document.documentElement.classList.add("js");

const link = document.getElementById("json-link");
const json = document.getElementById("comparison").textContent;
link.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));

/** Lets arrow keys go from one of some buttons to the next; only one of them is reached by Tab. */
function roving(buttons) {
  const keys = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  buttons.forEach((button, at) => {
    button.addEventListener("keydown", (event) => {
      const last = buttons.length - 1;
      let to = at + (keys[event.key] || 0);
      if (event.key === "Home") to = 0;
      if (event.key === "End") to = last;
      if (to === at || to < 0 || to > last) return;
      event.preventDefault();
      buttons[to].focus();
    });
    button.addEventListener("focus", () => {
      buttons.forEach((other) => { other.tabIndex = other === button ? 0 : -1; });
    });
  });
}

/** One kernel: its pictures, its parts and its source. */
function linked(pane) {
  const parts = [...pane.querySelectorAll("button.part")].map((button) => ({
    button,
    number: button.dataset.part,
    kind: button.dataset.kind,
    name: button.dataset.name,
    given: button.dataset.given ? button.dataset.given.split("\n") : [],
  }));
  const steps = [...pane.querySelectorAll(".step[data-parts]")].map((element) => ({
    element,
    button: element.querySelector("button"),
    parts: element.dataset.parts.split(" "),
  }));
  const code = pane.querySelector(".code");
  const derived = pane.querySelector(".picture-derived svg");
  const given = pane.querySelector(".picture-given svg");
  let kept = [];

  const of = (shape, part, boxes) =>
    (part.kind === "box" && boxes.includes(shape.dataset.box)) ||
    (part.kind === "wire" && shape.dataset.wire === part.name) ||
    (part.kind === "axis" && shape.dataset.axis === part.name);

  function light(svg, chosen, boxesOf) {
    svg.classList.toggle("dimmed", chosen.length > 0);
    svg.querySelectorAll("[data-box], [data-wire], [data-axis]").forEach((shape) => {
      shape.classList.toggle("lit", chosen.some((part) => of(shape, part, boxesOf(part))));
    });
  }

  function show(numbers) {
    const chosen = parts.filter((part) => numbers.includes(part.number));
    light(derived, chosen, (part) => [part.name]);
    light(given, chosen, (part) => part.given);
    parts.forEach((part) => part.button.classList.toggle("lit", chosen.includes(part)));
    steps.forEach((step) =>
      step.element.classList.toggle("lit", step.parts.some((number) => numbers.includes(number))));
  }

  function keep(numbers, reveal) {
    const same = numbers.join() === kept.join();
    kept = same ? [] : numbers;
    parts.forEach((part) => part.button.setAttribute("aria-pressed", kept.join() === part.number));
    steps.forEach((step) =>
      step.button.setAttribute("aria-pressed", kept.length > 0 && kept.join() === step.parts.join()));
    show(kept);
    const first = steps.find((step) => step.parts.some((number) => kept.includes(number)));
    if (reveal && first) code.scrollTop = first.element.offsetTop - 60;
  }

  function follow(element, button, numbers, reveal) {
    element.addEventListener("mouseenter", () => show(numbers));
    element.addEventListener("mouseleave", () => show(kept));
    button.addEventListener("focus", () => show(numbers));
    button.addEventListener("blur", () => show(kept));
    button.addEventListener("click", () => keep(numbers, reveal));
  }

  parts.forEach((part) => follow(part.button, part.button, [part.number], true));
  steps.forEach((step) => follow(step.element, step.button, step.parts, false));
  roving(parts.map((part) => part.button));
  roving(steps.map((step) => step.button));

  function pointed(svg, event, boxesOf) {
    const shape = event.target.closest("[data-box], [data-wire], [data-axis]");
    if (!shape || !svg.contains(shape)) return [];
    const exact = parts.filter((part) => part.kind !== "axis" && of(shape, part, boxesOf(part)));
    return exact.map((part) => part.number);
  }

  [[derived, (part) => [part.name]], [given, (part) => part.given]].forEach(([svg, boxesOf]) => {
    svg.addEventListener("mouseover", (event) => {
      const numbers = pointed(svg, event, boxesOf);
      show(numbers.length > 0 ? numbers : kept);
    });
    svg.addEventListener("mouseleave", () => show(kept));
    svg.addEventListener("click", (event) => {
      const numbers = pointed(svg, event, boxesOf);
      if (numbers.length > 0) keep(numbers, true);
    });
  });

  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { kept = []; keep([], false); }
  });
}

document.querySelectorAll(".linked").forEach(linked);
