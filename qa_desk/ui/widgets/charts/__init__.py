"""Charts in one style, painted by the program itself: light to load, sharp at any scale and on paper, coloured by the theme."""
