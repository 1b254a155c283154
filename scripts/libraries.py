"""Say in one sentence what a machine lacks that pip cannot install."""

import sys


def main() -> None:
    """Exit with the sentence where OpenCV cannot load."""
    try:
        import cv2  # noqa: F401
    except ModuleNotFoundError as error:
        sys.exit(f"{error}: install the packages with `make clean run`, or `pip install -r requirements-page.txt`.")
    except ImportError as error:
        sys.exit(
            f"OpenCV cannot start: {error}. It needs the system's libGL and GLib: on Debian or Ubuntu, as root, "
            "apt-get install libgl1 libglib2.0-0; on Fedora, dnf install mesa-libGL glib2."
        )


if __name__ == "__main__":
    main()
