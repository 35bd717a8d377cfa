"""Every colour pair that is drawn can be read: 4.5:1 for text, 3:1 for what bounds a control."""

from __future__ import annotations

import pytest

from ui.theme.tokens import TINTS, TONES, Shade, Tint, contrast_ratio, tokens_for

SHADES: list[tuple[Shade, Tint]] = [
    *[("light", tint) for tint in TINTS],
    ("dark", "none"),
    ("contrast", "none"),
]
SURFACES = ("page", "card", "nav", "hover")
TEXT = [(ink, ground) for ink in ("text", "muted", "accent") for ground in SURFACES]
TEXT += [(tone, ground) for tone in TONES for ground in ("page", "card", f"{tone}_tint")]
TEXT += [("text", f"{tone}_tint") for tone in TONES]
TEXT += [("accent", f"{tone}_tint") for tone in TONES]  # a banner's action
TEXT += [("accent", "accent_tint"), ("muted", "accent_tint"), ("muted", "muted_tint")]
TEXT += [("on_accent", "accent"), ("on_accent", "accent_strong"), ("page", "text")]
BOUNDS = [(edge, ground) for edge in ("border", "accent", "danger") for ground in ("page", "card")]


@pytest.mark.parametrize(("shade", "tint"), SHADES)
@pytest.mark.parametrize(("ink", "ground"), sorted(set(TEXT)))
def test_text_can_be_read(shade: Shade, tint: Tint, ink: str, ground: str) -> None:
    tokens = tokens_for(shade, tint)
    assert contrast_ratio(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize(("shade", "tint"), SHADES)
@pytest.mark.parametrize(("edge", "ground"), BOUNDS)
def test_a_control_can_be_seen(shade: Shade, tint: Tint, edge: str, ground: str) -> None:
    tokens = tokens_for(shade, tint)
    assert contrast_ratio(getattr(tokens, edge), getattr(tokens, ground)) >= 3


def test_high_contrast_is_high() -> None:
    tokens = tokens_for("contrast")
    assert all(
        contrast_ratio(getattr(tokens, ink), tokens.page) >= 7 for ink in ("text", "muted", *TONES)
    )


def test_the_ratio_is_the_standards() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_tint_changes_paper_only_and_only_in_the_light() -> None:
    plain, cream = tokens_for("light"), tokens_for("light", "cream")
    assert plain.page != cream.page
    for one, other in (
        ((plain.danger, plain.danger_tint), (cream.danger, cream.danger_tint)),
        ((plain.amber, plain.amber_tint), (cream.amber, cream.amber_tint)),
        ((plain.good, plain.good_tint), (cream.good, cream.good_tint)),
        ((plain.plum, plain.plum_tint), (cream.plum, cream.plum_tint)),
    ):
        assert one == other
    assert tokens_for("dark", "cream") == tokens_for("dark")
