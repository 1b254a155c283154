// May what is drawn be kept? The answer stays in this browser, with a random number under which the drawings are kept.
// Where the browser keeps nothing, the answer holds for this visit. Without a yes, the server is told no number.

const CONSENT = "digits.consent";
const WORDS = {
  open: "May your strokes be kept, under a random number, to make the network better?",
  yes: "What you draw is kept, to make the network better. Thank you.",
  no: "What you draw is not kept.",
};
const ANSWERS = { open: ["yes", "no"], yes: ["forget"], no: ["yes"] };

let answer = null; // { keeps, secret }
let shown = null; // the component as it was last drawn
let toldIn = null; // the visit in which the server was told

const isSecret = (text) => typeof text === "string" && /^[0-9a-f]{32}$/.test(text);

function read() {
  try {
    const { keeps, secret } = JSON.parse(localStorage.getItem(CONSENT));
    return typeof keeps === "boolean" && (!keeps || isSecret(secret)) ? { keeps, secret } : null;
  } catch {
    return null;
  }
}

function decide(decided) {
  answer = decided;
  try {
    localStorage.setItem(CONSENT, JSON.stringify(decided));
  } catch {
    // blocked or full
  }
}

// Return 128 random bits. `randomUUID` is missing where a page is served without encryption.
function newSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Another tab decided: the server is told for this visit as well.
function decidedElsewhere({ key }) {
  if ((key !== CONSENT && key !== null) || !shown?.line.isConnected) return;
  const before = answer;
  answer = read();
  if (answer?.keeps) shown.tell(answer);
  else if (before?.keeps) shown.tell({ keeps: false, secret: before.secret });
  shown.show();
}

globalThis.addEventListener?.("storage", decidedElsewhere);

export default function ({ parentElement, data, setTriggerValue }) {
  const line = parentElement.querySelector(".consent");
  const state = () => (answer === null ? "open" : answer.keeps ? "yes" : "no");

  function show(words = WORDS[state()]) {
    line.querySelector("p").textContent = words;
    for (const button of line.querySelectorAll("button")) button.hidden = !ANSWERS[state()].includes(button.dataset.answer);
    line.hidden = false;
  }

  function tell(told) {
    toldIn = data.visit;
    setTriggerValue("answer", told);
  }

  const press = {
    yes() {
      const known = read(); // from another tab
      decide(known?.keeps ? known : { keeps: true, secret: newSecret() });
      tell(answer);
    },
    no() {
      decide({ keeps: false });
    },
    forget() {
      tell({ keeps: false, secret: answer.secret });
    },
  };

  shown = { line, show, tell };
  answer ??= read();
  if (data.said === "forgotten" && answer?.keeps && toldIn === data.visit) decide({ keeps: false });
  for (const button of line.querySelectorAll("button"))
    button.onclick = () => {
      press[button.dataset.answer]();
      show();
    };
  show(data.said === "forgotten" ? "All of yours is deleted. What you draw is not kept." : data.said || undefined);
  if (answer?.keeps && !data.said && toldIn !== data.visit) tell(answer);
}
