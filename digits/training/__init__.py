"""The trainer: data, networks, fitting, calibration, report."""
