using System.Globalization;

namespace IstioLab.LoadBenchmark;

/// <summary>Prints medians, and ratios to the direct connection and to the YARP pair.</summary>
internal static class Report
{
    public static void Write(int connections, Dictionary<string, List<LoadResult>> results)
    {
        var direct = Median(results["direct"], result => result.RequestsPerSecond);
        var yarp = Median(results["YARP pair"], result => result.RequestsPerSecond);
        Console.WriteLine();
        Console.WriteLine($"{connections} connections        req/s    p50 us    p99 us   CPU s/1000   B/req   / direct   / YARP pair   failures");
        foreach (var (name, list) in results)
        {
            var rate = Median(list, result => result.RequestsPerSecond);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-22}{rate,9:0}{Median(list, r => r.Median.TotalMicroseconds),10:0}{Median(list, r => r.P99.TotalMicroseconds),10:0}{Median(list, r => r.CpuSecondsPerThousand),13:0.000}{Median(list, r => r.BytesPerRequest),8:0}{rate / direct,11:0.00}{rate / yarp,14:0.00}{list.Sum(r => r.Failures),11}"));
        }
    }

    private static double Median(List<LoadResult> results, Func<LoadResult, double> value)
    {
        var sorted = results.Select(value).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
