"""SMT solvers, asked in processes of their own."""
