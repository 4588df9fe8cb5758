"""Every exception Backstay raises on purpose.

BackstayError
├── MediaError       a file is missing, unreadable, or holds no picture
├── PoseModelError   the weights or the inference runtime are missing or damaged
├── ExerciseError    an exercise or a program is written wrongly, or does not exist
├── StoreError       what was saved cannot be read or written
│   └── MissingRecordError   what is asked for was never saved
└── EngineError      where a batch should run cannot be reached

A message says where, what, and what to do. Each error is handled once: by the command line or by the web server.
"""


class BackstayError(Exception):
    """Something the user must do something about."""


class MediaError(BackstayError):
    """A video or picture cannot be read."""


class PoseModelError(BackstayError):
    """The pose model cannot be loaded or run."""


class ExerciseError(BackstayError):
    """An exercise or program definition is wrong or unknown."""


class StoreError(BackstayError):
    """Saved data cannot be read or written."""


class MissingRecordError(StoreError):
    """What is asked for was never saved."""


class EngineError(BackstayError):
    """Where a batch should run cannot be reached."""
