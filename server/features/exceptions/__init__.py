"""What leaves the usual path: appeal, waiver, revocation, corrected dates, credit records."""
