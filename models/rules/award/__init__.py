"""One file for each kind of award; `models/rules/award/kinds.py` chooses among them."""
