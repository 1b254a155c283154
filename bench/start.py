"""How long from nothing to the first answer, and in how much memory? Ours, and TensorFlow with the same network.

python -m bench.start
"""

import json
import subprocess
import sys
import time

import numpy as np

from bench import table
from bench.server import serving, until_painted

FINISH = """
import json
status = open("/proc/self/status").read()
print(json.dumps([int(answer), int(status.partition("VmHWM:")[2].split()[0]) / 1024]))
"""
WAYS = {
    "ours": """
from bench.drawings import canvas_json
from digits.page.board.messages import drawing_from
from digits.reading import reader
import json
answer = reader.load().read(drawing_from(json.loads(canvas_json(7)))).text
""",
    "TensorFlow and model.predict": """
from bench import naive
from bench.drawings import canvas_png
answer = naive.predicting()(canvas_png(7))
""",
}


def main() -> None:
    """Print seconds and megabytes of each way, then the same as one line of JSON."""
    options = table.options(__doc__ or "", rounds=(5, "fresh processes of each"))
    rounds = 0 if options.quick else options.rounds
    rows = {name: _cold(code, rounds) for name, code in WAYS.items()}
    healthy, painted = zip(*(_page() for _ in range(1 if options.quick else 3)), strict=True)
    table.show("to the first answer, in a fresh process", rows)
    ours, other = rows.values()
    ratios = {name: round(other[name] / ours[name], 1) for name in ours}
    print(f"{ratios['seconds']} times as long in {ratios['megabytes']} times the memory")
    page = {"healthy": round(float(np.median(healthy)), 2), "canvas": round(float(np.median(painted)), 2)}
    print(f"streamlit run to healthy {page['healthy']} s; a new visitor's page to a canvas {page['canvas']} s")
    table.finish("start", {"first_answer": rows, "times": ratios, "page_seconds": page}, options.json)


def _cold(code: str, rounds: int) -> dict[str, float]:
    seconds, memory = [], []
    for _ in range(rounds + 1):  # the first one reads from the disk, and counts where it is the only one
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code + FINISH], capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - started)
        answer, megabytes = json.loads(done.stdout.splitlines()[-1])
        memory.append(megabytes)
        if answer != 7:
            print(f"a 7 was read as {answer}", file=sys.stderr)
    seconds, memory = seconds[1:] or seconds, memory[1:] or memory
    return {"seconds": round(float(np.median(seconds)), 2), "megabytes": round(float(np.median(memory)))}


def _page() -> tuple[float, float]:
    started = time.perf_counter()
    with serving() as server:
        healthy = time.perf_counter() - started
        until_painted(server.address)  # wakes the network and the browser's cache
        return healthy, until_painted(server.address)


if __name__ == "__main__":
    main()
