"""Maps over two parameters, strips along one, and tables as pictures."""
