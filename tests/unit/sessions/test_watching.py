"""A watch at work looks at the newest picture, wakes no pose model in vain, and says when something is wrong."""

import numpy as np
import pytest

from backstay.coaching.watch.advancing import stage_of
from backstay.coaching.watch.types import Choice, Watch, WatchEvent, WatchProfile, WatchSettings, WatchStage
from backstay.sessions.eyes import ArrivedFrame
from backstay.sessions.watching import DEFECT_SAYS, Surroundings, WatchSession
from figure.camera import FRONT
from figure.filming import Take, film
from figure.sitting import desk
from unit.sessions.filming import PICTURE, Camera, Clock


class Machine:
    """A machine with a watch on it."""

    def __init__(self) -> None:
        """Begin; nothing is seen yet."""
        self.clock, self.loaded = Clock(), 0
        self.told: list[tuple[Watch, tuple[WatchEvent, ...]]] = []
        around = Surroundings(self.clock, lambda: 600, lambda: False)
        self.session = WatchSession(Watch(), self.load, around, lambda *news: self.told.append(news))

    def load(self) -> Camera:
        self.loaded += 1
        return Camera(film(desk((("tall", 1),)), take=Take(fps=2), camera=FRONT))

    def look(self, image: np.ndarray | None = PICTURE, *, after_s: float = 0.3) -> Watch:
        self.clock.now_s += after_s
        now_s = self.clock.now_s
        self.session.submit(ArrivedFrame(seq=0, captured_s=now_s, arrived_s=now_s, decode=lambda: image))
        self.session.work_once(0.0)
        return self.session.watch


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_no_pose_model_is_loaded_before_the_first_picture_nor_twice(machine: Machine) -> None:
    machine.session.work_once(0.0)
    assert machine.loaded == 0
    machine.look()
    machine.look()
    assert machine.loaded == 1
    assert stage_of(machine.session.watch) is WatchStage.WATCHING


def test_a_damaged_picture_is_passed_over(machine: Machine) -> None:
    assert machine.look(None).kept is None
    assert machine.look().kept is not None


def test_nothing_is_looked_at_once_the_camera_is_let_go(machine: Machine) -> None:
    machine.session.choose(Choice.LET_GO)
    machine.look()
    assert machine.loaded == 0
    machine.session.choose(Choice.RESUME)
    assert machine.look().kept is not None


def test_time_never_runs_back(machine: Machine) -> None:
    before_s = machine.look().t_s
    machine.clock.now_s -= 100.0
    assert machine.look(after_s=0.0).t_s >= before_s


def test_settings_and_another_place_begin_the_posture_anew(machine: Machine) -> None:
    machine.look()
    machine.session.prefer(WatchSettings(unchanged_min=45))
    machine.session.move(WatchProfile())
    assert machine.session.watch.settings.unchanged_min == 45
    assert machine.session.watch.kept is None


def test_closing_ends_what_is_under_way(machine: Machine) -> None:
    machine.look()
    machine.clock.now_s += 1.0
    machine.look()
    machine.session.close()
    assert stage_of(machine.session.watch) is WatchStage.LET_GO
    assert [event.state for _, events in machine.told for event in events] == ["sitting"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_is_said(machine: Machine) -> None:
    def broken() -> Camera:
        raise RuntimeError("broken")

    around = Surroundings(machine.clock, lambda: 0, lambda: False)
    session = WatchSession(Watch(), broken, around, lambda *_: None)
    session.submit(ArrivedFrame(seq=0, captured_s=0.0, arrived_s=0.0, decode=lambda: PICTURE))
    session.start()
    session._thread.join(5.0)
    assert session.watch.notice == DEFECT_SAYS
