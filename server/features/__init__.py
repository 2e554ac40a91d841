"""The subject: one package a feature, one file a verb; pyproject.toml has their order."""
