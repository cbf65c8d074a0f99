"""A change of level on a page: one sentence that claims no more than the numbers, the dates behind it."""

from __future__ import annotations

from jalon.web.steering.shift_chart import shown_shift

WINDOW = {"kind": "event", "id": "update", "name": {"fr": "Mise à jour", "en": "Update"}, "origin": "google_updates",
          "window": ["2026-09-24", "2026-10-15"], "weight": "0.78"}  # fmt: skip


def row(link: str, **told: object) -> dict[str, object]:
    shift = {
        "link": link, "span": ["2025-10-14", "2026-10-12"], "looked": ["2026-07-14", "2026-10-12"],
        "chance": "0.3819", "since": "2026-09-26", "size": "-0.09",
        "size80": ["-0.15", "-0.02"], "cause": "update", "candidates": [WINDOW], "no_event": "0.19",
        "witnesses": [{"id": "direct", "kind": "measure", "name": {"fr": "Directes"}, "moved": "-0.01"}],
        "dated": [{"day": "2026-09-26", "share": "0.6"}, {"day": "2026-09-28", "share": "0.3"}], "season": True, **told,
    }  # fmt: skip
    return {"shift": shift}


def test_the_sentence_says_the_chance_and_claims_no_cause() -> None:
    found = shown_shift(row("goes_with"), "en")
    assert found is not None
    assert found.is_change
    assert found.sentence == (
        "A lasting fall of 9% (8 times out of 10 between −15% and −2%) since about 26 Sept 2026, which the control "
        "series do not have. It goes with “Update” (24 Sept to 15 Oct, lag included), at 78% against chance. "
        "That is no proof of cause: 38% of all days fall in such a window."
    ).replace("Sept", "Sep")


def test_without_a_control_the_word_is_coincides() -> None:
    found = shown_shift(row("coincides", witnesses=[]), "fr")
    assert found is not None
    assert "coïncide avec «\u00a0Mise à jour\u00a0»" in found.sentence
    assert "aucune série témoin" in found.sentence


def test_a_rise_that_nothing_dated_touches_says_so() -> None:
    told = row("no_event", size="0.2", size80=["0.1", "0.3"], cause=None, candidates=[])
    found = shown_shift(told, "fr")
    assert found is not None
    assert found.sentence.startswith("Hausse durable de 20\u00a0%")
    assert "ne touche ce chiffre" in found.sentence


def test_the_likeliest_day_is_the_highest_bar_and_the_window_is_shaded() -> None:
    found = shown_shift(row("goes_with"), "en")
    assert found is not None
    assert found.chart is not None
    heights = [float(bar["height"]) for bar in found.chart.bars]
    assert heights[0] == max(heights)
    assert len(found.chart.windows) == 1
    assert all(0 <= float(bar["x"]) < 100 for bar in found.chart.bars)


def test_nothing_is_shown_where_nothing_was_compared() -> None:
    assert shown_shift({"shift": None}, "en") is None
    assert shown_shift({"shift": {"refused": "TooLittleHistory"}}, "en") is None
    assert shown_shift({}, "en") is None, "a scorecard published before shifts were told"
