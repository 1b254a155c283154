"""The screens that people look at, as settings of a browser's context, and the page's background by theme."""

DESKTOP = {"viewport": {"width": 960, "height": 620}}
TALL = {"viewport": {"width": 960, "height": 1000}}
WIDE = {"viewport": {"width": 1280, "height": 800}}
ZOOMED = {"viewport": {"width": 480, "height": 450}, "device_scale_factor": 2}
PROJECTOR = {"viewport": {"width": 1280, "height": 720}}
WALL = {"viewport": {"width": 1920, "height": 1080}}  # a projector of today
TABLET = {"viewport": {"width": 768, "height": 1024}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True, "is_mobile": True}
TINY_PHONE = {**PHONE, "viewport": {"width": 320, "height": 568}}
SMALL_PHONE = {**PHONE, "viewport": {"width": 360, "height": 640}}
ON_ITS_SIDE = {**PHONE, "viewport": {"width": 844, "height": 390}}
ZOOMED_TWICE = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}

# From a small phone to a large desktop, phones on their side and screens at 200 percent among them.
EIGHT = [(360, 640), (390, 844), (844, 390), (640, 400), (768, 1024), (1024, 768), (1280, 800), (1920, 1080)]

BACKGROUND = {"light": "rgb(250, 248, 243)", "dark": "rgb(18, 21, 31)"}
