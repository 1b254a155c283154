"""Train the network and write it to `model/`: flags in, figures out. `python train.py --help` says more."""

import argparse
import json
import sys
from pathlib import Path


def main() -> int:
    """Return the exit status: 0 when the model was written, 1 when MNIST could not be had."""
    options = _options()
    from digits import data, training

    try:
        mnist = data.load(options.data)
    except data.DataError as error:
        print(error, file=sys.stderr)
        return 1
    metrics = training.train(options.recipe, mnist, options.epochs, options.seed, options.out)
    print(json.dumps(metrics, indent=2))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument(
        "--data",
        type=Path,
        help="folder of MNIST's IDX files, or an .npz in Keras's format; default: the cache, else a download",
    )
    parser.add_argument("--recipe", choices=["ours"], default="ours", help="which network to train")
    parser.add_argument("--epochs", type=int, default=12, help="passes over the training images")
    parser.add_argument("--seed", type=int, default=1, help="decides every random choice")
    parser.add_argument("--out", type=Path, default=Path("model"), help="folder to write to")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
