"""Opens the store of files where the settings say; for the composition roots and for commands."""

from config.settings import Settings
from storage.files.bucket import Bucket
from storage.files.client import S3Place


def open_bucket(settings: Settings) -> Bucket:
    """It connects at first use; whoever opened it closes it."""
    place = S3Place(
        settings.s3_endpoint,
        settings.s3_access_key,
        settings.s3_secret_key,
        settings.s3_bucket,
        settings.s3_region,
        settings.s3_ca_file or None,
    )
    return Bucket(place)
