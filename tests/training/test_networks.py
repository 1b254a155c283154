import numpy as np
import pytest

from digits.training import augment

pytestmark = pytest.mark.training

# A network's .tflite file has four bytes a parameter: at most 2 MB each to keep in git, and milliseconds to answer.
MAX_PARAMETERS = 500_000


def test_a_recipe_builds_what_it_describes():
    from digits.training.networks import RECIPES

    for name, recipe in RECIPES.items():
        model = recipe.build()
        assert (model.input_shape, model.output_shape) == ((None, 28, 28, 1), (None, recipe.classes)), name
        assert model.count_params() <= MAX_PARAMETERS, name
        assert model.get_layer("digit").activation.__name__ == "softmax", name


def test_an_architecture_is_the_same_whenever_it_is_built():
    from digits.training.networks import RECIPES, architecture

    found = {name: {architecture(recipe.build()) for _ in range(2)} for name, recipe in RECIPES.items()}
    assert {len(each) for each in found.values()} == {1}
    assert len(set.union(*found.values())) == len(RECIPES)


@pytest.mark.parametrize(
    "change",
    [{"rate": 0.5}, {"units": 12}, {"activation": "tanh"}, {"dtype": "float16"}, {"crossed": True}],
)
def test_whatever_changes_a_network_changes_its_architecture(change):
    from keras import Model, layers

    from digits.training.networks import architecture

    def built(rate=0.05, units=10, activation="relu", dtype="float32", crossed=False):
        image = layers.Input((4,))
        left = layers.Dense(units, activation=activation, dtype=dtype)(layers.Dropout(rate)(image))
        right = layers.Dense(units, dtype=dtype)(image)
        return Model(image, layers.Subtract()([right, left] if crossed else [left, right]))

    assert architecture(built()) == architecture(built())
    assert architecture(built(**change)) != architecture(built())


def test_what_is_read_is_blurred_as_much_as_what_was_learned_from(trained):
    import keras

    from digits.training.networks import RECIPES, SOFTNESS

    points = np.zeros((4000, 28, 28), np.uint8)
    points[:, 14, 14] = 255
    moved = augment.vary(points, np.random.default_rng(1), augment.Strengths(0, 0, 0, 1.5, 0, 0, 0)) / 255.0
    across, at = moved.sum(axis=1) / moved.sum(axis=(1, 2))[:, np.newaxis], np.arange(28)
    variance = across @ at**2 - (across @ at) ** 2
    assert variance.mean() == pytest.approx(2 * SOFTNESS, rel=0.03)
    (sharp,), (soft,) = (
        model.get_layer("soften").get_weights()
        for model in (RECIPES["ours"].build(), keras.saving.load_model(trained / "digits.keras"))
    )
    assert np.array_equal(sharp[..., 0, 0], [[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    assert soft.sum() == pytest.approx(1)
    assert soft.sum(axis=1)[:, 0, 0] == pytest.approx([SOFTNESS, 1 - 2 * SOFTNESS, SOFTNESS])
