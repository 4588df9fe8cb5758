"""The load benchmark says how many sessions a core held, and no more than that."""

from benchmarks.load.__main__ import Held, report, resampled

from figure.filming import Take, film
from figure.presses import wall_angel
from properties.judged import sightings_of


def held(sessions: int, took_ms: list[float]) -> Held:
    return Held(
        sessions=sessions,
        took_ms=took_ms,
        server_cores=0.5,
        client_cores=0.1,
        up_bytes=11430.0,
        down_bytes=9000.0,
        grown_mb=1.0,
    )


def test_the_last_number_whose_answers_came_in_time_counts() -> None:
    lines = report([held(4, [3.0] * 100), held(8, [9.0] * 100), held(12, [9.0] * 90 + [80.0] * 10)], "a.mp4")
    assert lines[-1].startswith("**8 sessions a core** at a p99 under 50 ms; ")
    assert "1.39 ms of processor time a frame" in lines[-1]


def test_a_core_that_holds_none_says_so() -> None:
    assert report([held(1, [])], "a.mp4")[-1].startswith("**0 sessions a core**")


def test_a_film_is_sent_at_a_cameras_rate() -> None:
    film_15 = sightings_of(film(wall_angel(1), take=Take(fps=15)))
    sent = resampled(film_15)
    assert len(sent) == 2 * len(film_15) - 2
    assert sent[0] is film_15[0]
