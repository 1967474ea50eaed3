using System.Globalization;
using IstioLab.LoadBenchmark;

// Usage: IstioLab.LoadBenchmark [seconds per round] [rounds]; all cases take turns, and the median of the rounds counts.
var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 3;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;

await using var bench = await Bench.StartAsync();
Console.WriteLine($"{Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}; load and all hops in one process");
await bench.WarmUpAsync(TimeSpan.FromSeconds(seconds));
foreach (var connections in new[] { 1, 16, 64 })
{
    var results = new Dictionary<string, List<LoadResult>>();
    for (var round = 0; round < rounds; round++)
    {
        foreach (var (name, target) in bench.Targets)
        {
            if (!results.TryGetValue(name, out var list))
                results[name] = list = [];
            list.Add(await LoadGenerator.RunAsync(target, connections, TimeSpan.FromSeconds(seconds)));
        }
    }
    Report.Write(connections, results);
}
await bench.MeasureSidecarMemoryAsync();
