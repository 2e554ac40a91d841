"""Values: settings from the environment, programme files, holidays; no logic."""
