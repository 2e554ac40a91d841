"""Evidence files in any S3 store."""
