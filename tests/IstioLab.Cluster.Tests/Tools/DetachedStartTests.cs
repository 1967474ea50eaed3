using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Tools;

public sealed class DetachedStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("istiolab-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder, "detached.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Detached_process_leads_its_own_session_and_writes_its_log()
    {
        var process = ToolRunner.StartDetached(DummyTool.Command("session"), Log);
        var exitCode = await ExitOf(process);

        var lines = await File.ReadAllLinesAsync(Log, Token);
        Assert.Equal(7, exitCode);
        Assert.Contains($"pid {process.Id}", lines);
        Assert.Contains($"session {process.Id}", lines);
        Assert.Contains("to the error stream", lines);
    }

    [Fact]
    public async Task Detached_process_gets_the_variables_of_its_command()
    {
        var command = DummyTool.Command("env", "GREETING") with { Environment = new Dictionary<string, string?> { ["GREETING"] = "hallo" } };

        await ExitOf(ToolRunner.StartDetached(command, Log));

        Assert.Equal("hallo", (await File.ReadAllTextAsync(Log, Token)).TrimEnd());
    }

    [Fact]
    public async Task Killed_process_is_gone()
    {
        var process = ToolRunner.StartDetached(DummyTool.Command("stubborn"), Log);
        Assert.Null(process.ExitCode);

        process.Kill();

        Assert.NotEqual(0, await ExitOf(process));
    }

    [Fact]
    public void File_that_is_missing_is_reported()
    {
        var missing = new Tool("nothing", Path.Combine(_folder, "nothing-here"));

        var failure = Assert.Throws<ToolFailedException>(() => ToolRunner.StartDetached(new ToolCommand(missing), Log));

        Assert.Contains(missing.Path, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<int> ExitOf(DetachedProcess process)
    {
        int? exitCode;
        while ((exitCode = process.ExitCode) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        return exitCode.Value;
    }
}
