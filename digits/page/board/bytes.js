// Return bytes that may have come as a text in base64.
export const bytesOf = (given) =>
  typeof given === "string" ? Uint8Array.from(atob(given), (each) => each.charCodeAt(0)) : given;
