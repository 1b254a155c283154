"""All of the benchmarks, or one: python -m bench [NAME] [--quick]. Each is a module of its own, with its own --help."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ALL = [
    "answer", "engine", "start", "page", "live", "visitors", "room", "api", "fleet", "arrival", "training", "accuracy",
]  # fmt: skip


def main() -> int:
    """Return the exit status: 0 when all that were asked for ran. The last line holds every one's JSON."""
    if {"-h", "--help"} & set(sys.argv):
        print(f"{__doc__}\n\nNAME: {', '.join(ALL)}")
        return 0
    flags = [each for each in sys.argv[1:] if each == "--quick"]
    names = [each for each in sys.argv[1:] if each not in flags] or ALL
    if unknown := sorted(set(names) - set(ALL)):
        print(f"bench: expected {', '.join(ALL)}, got {', '.join(unknown)}", file=sys.stderr)
        return 2
    found, failed = {}, 0
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            print(f"\n== {name} ==", flush=True)
            file, started = Path(folder) / f"{name}.json", time.perf_counter()
            done = subprocess.run([sys.executable, "-m", f"bench.{name}", "--json", file, *flags], check=False)
            failed += done.returncode != 0
            if file.exists():
                found[name] = json.loads(file.read_text(encoding="utf-8"))
            print(f"({time.perf_counter() - started:.0f} s)", flush=True)
    print(json.dumps(found))
    return int(failed > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
