"""E-invoices (电子发票): what one says, read from its text and its QR code, and compared."""
