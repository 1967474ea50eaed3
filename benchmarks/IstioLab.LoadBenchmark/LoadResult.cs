namespace IstioLab.LoadBenchmark;

/// <summary>What one round of load measured.</summary>
internal sealed record LoadResult(double RequestsPerSecond, TimeSpan Median, TimeSpan P99, double CpuSecondsPerThousand, double BytesPerRequest, long Failures);
