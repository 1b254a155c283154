"""Arrays as pictures in the page's HTML."""

import base64
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 112  # pixels: the side of the picture beside the answer


def source(picture: NDArray[np.uint8]) -> str:
    """Return a grey or BGR picture as the address that holds it whole."""
    _, png = cv2.imencode(".png", picture)
    return f"data:image/png;base64,{base64.b64encode(png.tobytes()).decode()}"


def photo_source(picture: NDArray[np.uint8], quality: int = 82) -> str:
    """Return a grey or BGR photo as the address that holds it whole, in a tenth of `source`'s space."""
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg.tobytes()).decode()}"


def image(picture: NDArray[np.uint8], alt: str, width: int = SIDE) -> str:
    """Return a grey or BGR picture as HTML, this many pixels wide."""
    height = round(width * picture.shape[0] / picture.shape[1])
    return f'<img src="{source(picture)}" alt="{escape(alt)}" width="{width}" height="{height}">'


def figure(picture: NDArray[np.uint8], alt: str, caption: str, width: int = SIDE) -> str:
    """Return a picture with a caption beneath as HTML."""
    return f"<figure>{image(picture, alt, width)}<figcaption>{caption}</figcaption></figure>"
