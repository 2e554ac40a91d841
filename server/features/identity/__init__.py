"""Who is who: login, sessions, consent, staff accounts, and what a grant reaches."""
