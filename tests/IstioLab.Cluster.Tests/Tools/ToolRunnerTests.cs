using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using IstioLab.Cluster.Tools;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Cluster.Tests.Tools;

public sealed class ToolRunnerTests
{
    private readonly ToolRunner _runner = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_with_blanks_quotes_and_backslashes_arrive_as_given()
    {
        var result = await _runner.RunAsync(DummyTool.Command("echo", "a b", "it's", "\"q\"", @"c:\d\", ""), null, Token);

        Assert.Equal(@"a b|it's|""q""|c:\d\|", result.Output.TrimEnd());
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Environment_variable_is_set_or_removed()
    {
        var set = DummyTool.Command("env", "PATH") with { Environment = new Dictionary<string, string?> { ["PATH"] = "mine" } };
        var removed = set with { Environment = new Dictionary<string, string?> { ["PATH"] = null } };

        Assert.Equal("mine", (await _runner.RunAsync(set, null, Token)).Output.TrimEnd());
        Assert.Equal("(not set)", (await _runner.RunAsync(removed, null, Token)).Output.TrimEnd());
    }

    [Fact]
    public async Task Input_is_written_and_ends()
    {
        var result = await _runner.RunAsync(DummyTool.Command("input") with { Input = "shout" }, null, Token);

        Assert.Equal("SHOUT", result.Output);
    }

    [Fact]
    public async Task Output_beyond_the_limit_keeps_the_end_and_every_line_is_reported()
    {
        var lines = new ConcurrentQueue<string>();
        var command = DummyTool.Command("lines", "5000") with { OutputLimit = 1000 };

        var result = await _runner.RunAsync(command, line => lines.Enqueue(line.Text), Token);

        Assert.True(result.Truncated);
        Assert.Equal(1000, result.Output.Length);
        Assert.EndsWith("line 5000", result.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 5000).Select(number => $"line {number}"), lines);
    }

    [Fact]
    public async Task Failure_carries_the_command_the_exit_code_and_the_end_of_the_error_output_without_secrets()
    {
        var command = DummyTool.Command("fail", "3", "the key hunter2 is wrong", "last line") with { Secrets = ["hunter2"] };

        var failure = await Assert.ThrowsAsync<ToolFailedException>(() => _runner.RunAsync(command, null, Token));

        Assert.Equal(3, failure.ExitCode);
        Assert.EndsWith("fail 3 'the key *** is wrong' 'last line'", failure.Command.Replace('"', '\''), StringComparison.Ordinal);
        Assert.Equal("the key *** is wrong\nlast line", failure.ErrorOutput);
        Assert.Contains("exited with code 3.", failure.Message, StringComparison.Ordinal);
        Assert.Contains(failure.Command, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_that_the_command_allows_is_a_result()
    {
        var result = await _runner.RunAsync(DummyTool.Command("fail", "3", "no") with { AllowFailure = true }, null, Token);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("no", result.Error.TrimEnd());
    }

    [Fact]
    public async Task File_that_is_missing_is_reported_with_its_path()
    {
        var missing = new Tool("nothing", Path.Combine(AppContext.BaseDirectory, "nothing-here"));

        var failure = await Assert.ThrowsAsync<ToolFailedException>(() => _runner.RunAsync(new ToolCommand(missing), null, Token));

        Assert.Null(failure.ExitCode);
        Assert.Contains($"'{missing.Path}' could not be started", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_lets_the_tool_end_by_itself()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var lines = new ConcurrentQueue<string>();
        var run = _runner.RunAsync(
            DummyTool.Command("wait"),
            line =>
            {
                lines.Enqueue(line.Text);
                cancel.Cancel();
            },
            cancel.Token);

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        Assert.Contains("was stopped gracefully", cancelled.Message, StringComparison.Ordinal);
        Assert.Equal(["ready", "ended by itself"], lines);
    }

    [Fact]
    public async Task Time_limit_names_the_limit_and_the_last_output()
    {
        var command = DummyTool.Command("stubborn") with { Timeout = TimeSpan.FromSeconds(2), Grace = TimeSpan.FromMilliseconds(100) };
        var time = new FakeTimeProvider();
        var spoke = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var run = new ToolRunner(time).RunAsync(command, _ => spoke.TrySetResult(), Token);
        await spoke.Task.WaitAsync(Token);
        while (!run.IsCompleted)
        {
            // The grace begins when the tool has been asked to end, in its own time.
            time.Advance(command.Timeout);
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token));
        }

        var timeout = await Assert.ThrowsAsync<ToolTimeoutException>(() => run);

        Assert.StartsWith("ready", timeout.LastOutput, StringComparison.Ordinal);
        Assert.Contains("did not end within 2 s and was killed. Last output: 'ready", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killing_a_tool_kills_its_children()
    {
        var child = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = DummyTool.Command("tree") with { Grace = TimeSpan.FromMilliseconds(200) };
        var process = _runner.Start(command, line => child.TrySetResult(int.Parse(line.Text.Split(' ')[^1], CultureInfo.InvariantCulture)));
        using var grandchild = Process.GetProcessById(await child.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Token));

        var exit = await process.StopAsync(Token);
        await process.DisposeAsync();
        await grandchild.WaitForExitAsync(Token);

        Assert.Equal(new ToolExit(null, Killed: true), exit);
        Assert.True(grandchild.HasExited);
    }

    [Fact]
    public async Task Process_that_ends_by_itself_reports_its_exit_code()
    {
        await using var process = _runner.Start(DummyTool.Command("fail", "9", "bye"));

        Assert.Equal(new ToolExit(9, Killed: false), await process.Exited);
        Assert.Equal("bye", process.LastLine);
    }
}
