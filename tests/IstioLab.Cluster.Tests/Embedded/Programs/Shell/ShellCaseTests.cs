namespace IstioLab.Cluster.Tests.Embedded.Programs.Shell;

public sealed class ShellCaseTests
{
    public static TheoryData<string> Names =>
        [.. ShellCase.ReadAll(Folder).Select(shellCase => shellCase.Name)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Cases", "shell");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Shell_runs_a_script_as_a_posix_shell_does(string name)
    {
        var expected = ShellCase.ReadAll(Folder).Single(shellCase => shellCase.Name == name);
        await using var pods = new PodFixture();
        var container = pods.Start("pod-1", "sleep", "1000");

        var result = await PodFixture.ExecAsync(container, stdin: null, "sh", "-c", expected.Script);

        Assert.Equal(new CommandResult(expected.Output, expected.Error, expected.ExitCode), result);
    }
}
