// Brings the network into the browser, once, and only after the canvas takes ink.

import { loadNetwork } from "../../live/network.js";
import { createReader } from "../../live/reader.js";
import { sha256 } from "../../live/sha256.js";
import { bytesOf } from "./bytes.js";
import { takesInk } from "./surroundings.js";

const whenIdle = (run) => (globalThis.requestIdleCallback ?? setTimeout)(run);
const POLL_INTERVAL = 50; // milliseconds

// The first readings are the slowest: these are read before anybody draws.
const WARM_UP = { strokes: [[[80, 90], [200, 80], [190, 150], [120, 250]], [[90, 170], [220, 170]]], pens: [20, 20] };
const WARM_UPS = 8;

// Return a reader with the network at an address; throw where it does not come, or this browser cannot run it.
export async function bringReader(settings) {
  const { address, digest, kernel } = settings;
  await inkIsTaken();
  const network = await loadNetwork(await fetched(address, digest), bytesOf(kernel));
  const reader = createReader(network, settings);
  for (let i = 0; i < WARM_UPS; i += 1) {
    await new Promise(whenIdle);
    reader.read(WARM_UP);
  }
  return reader;
}

function inkIsTaken() {
  return new Promise((resolve) => {
    const look = () => (takesInk() ? whenIdle(resolve) : setTimeout(look, POLL_INTERVAL));
    look();
  });
}

// The address holds the file's digest, so whatever the browser kept under it is as good as new; but for a page that said
// the file is missing, or a file that did not come whole.
async function fetched(address, digest) {
  const kept = await bytesAt(address, "force-cache");
  if (kept && sha256(kept) === digest) return kept;
  const renewed = await bytesAt(address, "reload");
  if (!renewed) throw new Error(`${address} is not served`);
  if (sha256(renewed) !== digest) throw new Error(`${address} is not the network of this page`);
  return renewed;
}

async function bytesAt(address, cache) {
  const response = await fetch(new URL(address, document.baseURI), { cache });
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}
