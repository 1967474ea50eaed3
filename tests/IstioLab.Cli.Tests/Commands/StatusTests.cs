using IstioLab.Cli.Tests.CommandLine;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Tests.Commands;

public sealed class StatusTests
{
    private const string Problem = "Telemetry receiver 'http://127.0.0.1:4318/' refused the API key (401). Give it the key that its 'DASHBOARD__OTLP__PRIMARYAPIKEY' names.";

    [Theory]
    [InlineData("status")]
    [InlineData("doctor")]
    public async Task Telemetry_that_does_not_arrive_is_told_with_what_to_do(string command)
    {
        using var harness = new CommandLineHarness();
        var folder = harness.Home.Open("default");
        folder.Create();
        new EnvironmentRegistry(folder).Write(new EnvironmentRecord
        {
            Name = "default",
            Cluster = "k3d",
            Process = ProcessIdentity.Current,
            State = "ready",
            TelemetryProblem = Problem,
        });

        Assert.Contains(Problem, (await harness.RunAsync(command)).Out, StringComparison.Ordinal);

        new EnvironmentRegistry(folder).Write(new EnvironmentRecord { Name = "default", Cluster = "k3d", Process = ProcessIdentity.Current, State = "ready" });
        Assert.DoesNotContain("Telemetry", (await harness.RunAsync(command)).Out, StringComparison.Ordinal);
    }
}
