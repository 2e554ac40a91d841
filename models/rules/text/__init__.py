"""Text that people type: how it is stored, and how it is compared."""
