/** Forms of a secret that a program prints without knowing that it prints a secret. */
export interface FormOptions {
  /** Forms shorter than this are left out: they would hit ordinary words. In UTF-16 units. */
  readonly shortest: number;
}

/**
 * The texts under which a secret may appear: as it is, escaped in JSON, encoded for a URL or a form, in base64 (both alphabets,
 * wherever in the encoded text it begins) and in hexadecimal digits. Base64 of an unknown neighbourhood shares its first and last
 * sign with the neighbours; these signs are left out of the form.
 */
export function formsOf(secret: string, { shortest }: FormOptions): ReadonlySet<string> {
  const bytes = Buffer.from(secret);
  const url = encodeURIComponent(secret);
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    url,
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ];
  forms.push(url.replaceAll("%20", "+"));
  for (const before of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    const form = text.slice(from, to);
    forms.push(form, form.replaceAll("+", "-").replaceAll("/", "_"));
  }
  const hex = bytes.toString("hex");
  forms.push(hex, hex.toUpperCase());
  return new Set(forms.filter((form) => form.length >= shortest));
}
