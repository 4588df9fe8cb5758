"""Many videos -> many assessments: a plan of jobs, engines that run them, and a dataset of what came of each."""
