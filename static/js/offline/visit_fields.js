// What a form says, and putting it back: text, choices, one or several of a name. Files are not read here.

// { name: [value, …] }, and seq as text; the CSRF token is never kept.
export function said(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrf_token" && typeof value === "string") (found[name] ??= []).push(value);
  }
  return { ...found, seq: form.elements.seq.value };
}

export function put(form, fields) {
  for (const input of form.elements) {
    const { name, type } = input;
    if (!name || name === "csrf_token" || type === "file") continue;
    const values = [fields[name] ?? []].flat();
    if (type === "checkbox" || type === "radio") input.checked = values.includes(input.value);
    else if (name !== "pupils" && name !== "seq") input.value = values[0] ?? "";
  }
  for (const part of form.querySelectorAll("details.more")) {
    if (part.querySelector(":checked:not([value=''])") || [...part.querySelectorAll("input[type=text]")].some(({ value }) => value)) part.open = true;
  }
}
