namespace IstioLab.Architecture.Tests;

/// <summary>One place of the product starts processes; the analyzers' list of banned calls can be silenced in a file, this test cannot.</summary>
public sealed class ProcessStartTests
{
    private const string Runner = "src/IstioLab.Cluster/Tools/";

    private static readonly string[] s_folders = ["src", "AppHost", "SampleApps", "ServiceDefaults"];
    private static readonly string[] s_ways = ["Process.Start(", "new Process(", "new Process {", "ProcessStartInfo", "using CliWrap", "posix_spawn", "CreateProcess"];

    [Fact]
    public void Only_the_tool_runner_starts_a_process()
    {
        var starters = s_folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => File.ReadAllText(path) is var text && s_ways.Any(way => text.Contains(way, StringComparison.Ordinal)))
            .Select(Repository.Relative)
            .ToList();

        Assert.Contains(starters, path => path == $"{Runner}ToolRunner.cs");
        Assert.All(starters, path => Assert.StartsWith(Runner, path, StringComparison.Ordinal));
    }
}
