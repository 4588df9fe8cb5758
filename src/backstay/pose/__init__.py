"""A `Frame` becomes a `Pose` and a `TorsoMotion`: BlazePose on OpenVINO."""
