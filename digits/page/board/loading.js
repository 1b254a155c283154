// Brings the network into the browser, once, and only after the canvas takes ink.

import { loadNetwork } from "../../live/network.js";
import { createReader } from "../../live/reader.js";
import { sha256 } from "../../live/sha256.js";
import { takesInk } from "./surroundings.js";

const whenIdle = (run) => (globalThis.requestIdleCallback ?? setTimeout)(run);
const fromBase64 = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));

// The first readings are the slowest: these are read before anybody draws.
const WARM_UP = { strokes: [[[80, 90], [200, 80], [190, 150], [120, 250]], [[90, 170], [220, 170]]], pens: [20, 20] };
const WARM_UPS = 8;

// Return a reader with the network at an address; throw where it does not come, or this browser cannot run it.
export async function bringReader(settings) {
  const { address, digest, kernel } = settings;
  await inkIsTaken();
  const network = await loadNetwork(await fetched(address, digest), fromBase64(kernel));
  const reader = createReader(network, settings);
  for (let i = 0; i < WARM_UPS; i += 1) {
    await new Promise(whenIdle);
    reader.read(WARM_UP);
  }
  return reader;
}

function inkIsTaken() {
  return new Promise((resolve) => {
    const look = () => (takesInk() ? whenIdle(resolve) : requestAnimationFrame(look));
    look();
  });
}

// The address holds the file's digest, so whatever the browser kept under it is as good as new.
async function fetched(address, digest) {
  const response = await fetch(new URL(address, document.baseURI), { cache: "force-cache" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (sha256(bytes) !== digest) throw new Error(`${address} is not the network of this page`);
  return bytes;
}
