"""One file for each kind of award; `models/rules/award.py` chooses among them."""
