// Takes the place of the theme's script of this name: its icons come from a web font as well, at a tenth of the weight.
