[assembly: Parallelizable(ParallelScope.All)]
[assembly: Category("Interop")]
