from html.parser import HTMLParser

from digits.page.parts.diagram import diagram, network_layers


def texts(html):
    """Return what each item of a list says."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: found.append("") if tag == "li" else None
    parser.handle_data = lambda data: found.append(f"{found.pop()} {data}".strip()) if found else None
    parser.feed(html)
    return [item.replace("\N{NO-BREAK SPACE}", " ") for item in found]


def test_each_layer_says_what_it_hands_on_and_what_made_it():
    layers = [
        {"size": 5, "stride": 2, "inputs": 1, "outputs": 8, "relu": True},
        {"size": 14, "stride": 1, "inputs": 8, "outputs": 12, "relu": False, "valid": True},
    ]
    assert texts(diagram(layers)) == [
        "Drawing 28 × 28",
        "8 maps 14 × 14 filter 5 × 5 200 weights",
        "12 scores filter 14 × 14 18,816 weights",
    ]


def test_the_bundled_network_can_be_drawn():
    layers = network_layers()
    drawn = texts(diagram(layers))
    assert len(drawn) == len(layers) + 1
    assert "12 scores" in drawn[-1]
