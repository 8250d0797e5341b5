"""How far an equilibrium in numbers is checked: other decisions, enclosures in intervals, best replies for certain."""
