"""Reviews: who checks what, taken and decided; returns, rejections, approval, appeals."""
