"""Large files of a platform, handed over piece by piece by tus 1.0, or whole with a form."""
