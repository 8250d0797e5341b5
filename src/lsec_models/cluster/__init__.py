"""Long work on the workers of a Dask cluster, which come to what one process comes to."""
