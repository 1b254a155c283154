"""The public sets of real hands: whose they are, on what terms they may be learned from, and what is left out."""

from typing import NamedTuple

CC_BY = "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"


class KnownSet(NamedTuple):
    """Where a set comes from, and its licence."""

    title: str
    authors: str
    licence: str
    url: str

    @property
    def citation(self) -> str:
        """Return who made it and where it is, as its licence asks for."""
        return f"{self.authors}: {self.title}, {self.url}, {self.licence}"


_UNIPEN = KnownSet(
    "UNIPEN train_r01_v07",
    "International Unipen Foundation (I. Guyon, L. Schomaker, R. Plamondon, M. Liberman and S. Janet, 1994)",
    CC_BY,
    "https://doi.org/10.5281/zenodo.1195803",
)
KNOWN = {  # by what the file is called before its first full stop
    "pendigits": KnownSet(
        "Pen-Based Recognition of Handwritten Digits",
        "E. Alpaydin and F. Alimoglu, 1996",
        CC_BY,
        "https://doi.org/10.24432/C5MG6K",
    ),
    "unipen": _UNIPEN,
    "unipen_signs": _UNIPEN,
    "omniglot": KnownSet(
        "Omniglot",
        "B. M. Lake, R. Salakhutdinov and J. B. Tenenbaum, 2015",
        "[MIT](https://github.com/brendenlake/omniglot/blob/master/LICENSE)",
        "https://github.com/brendenlake/omniglot",
    ),
}

# Labels of what somebody's digit looks like too. To learn that it is none would be to reject that digit.
LOOK_ALIKES = frozenset("BDIJOQSZbgiloqsyz|/!'`,()[]{}") | {
    f"{alphabet}/character{number:02}"
    for alphabet, numbers in {
        "Balinese": (5, 14),  # 7, 2
        "Korean": (10, 21, 22, 23, 27, 33, 37),  # 4, 1, 7, 77, 2, 0, a crossed 7
        "Sanskrit": (13, 27, 37),  # 5, 7, 3
        "Tagalog": (3, 4, 16),  # 3, 0, 0
    }.items()
    for number in numbers
}
