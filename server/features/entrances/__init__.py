"""Ways into the mini-program from print and screens: codes of platforms, plans and programmes."""
