using System.Runtime.InteropServices;
using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Preflight;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Preflight;

public sealed class ChecksTests
{
    private static readonly MachineFacts s_linux = new() { Platform = new MachinePlatform(MachineSystem.Linux, Architecture.X64) };

    [Theory]
    [InlineData("Server Version: 27.1.0", "CPUs: 4", "Total Memory: 7.6GiB", "Ubuntu", "")]
    [InlineData("Server Version: 27.1.0", "CPUs: 2", "Total Memory: 7.6GiB", "Ubuntu", "Docker's CPUs Warning")]
    [InlineData("Server Version: 27.1.0", "CPUs: 4", "Total Memory: 1.9GiB", "Docker Desktop", "Docker's memory Blocking Settings, Resources")]
    [InlineData("Server Version: 20.10.4", "CPUs: 4", "Total Memory: 7.6GiB", "Ubuntu", "Docker Blocking docs.docker.com")]
    public void Engine_is_judged(string version, string processors, string memory, string system, string expected)
    {
        var engine = DockerEngine.Read($" {version}\n {processors}\n {memory}\n Architecture: x86_64\n Cgroup Version: 2\n Operating System: {system}\n");

        var findings = EngineChecks.Of(engine, s_linux).Where(finding => finding.Level != PreflightLevel.Good).ToList();

        Assert.Equal(expected.Length == 0 ? 0 : 1, findings.Count);
        Assert.All(findings, finding => Assert.StartsWith($"{finding.Subject} {finding.Level}", expected, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Contains(expected[$"{finding.Subject} {finding.Level}".Length..].Trim(), finding.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Machine_is_judged_with_what_to_type()
    {
        var findings = MachineChecks.Of(s_linux with { InotifyInstances = 64, InotifyWatches = 8192, FreeDisk = 1L << 30, ProxyVariables = ["HTTPS_PROXY"] }).ToList();

        Assert.Equal(
            [("inotify", PreflightLevel.Blocking), ("disk", PreflightLevel.Blocking), ("proxy", PreflightLevel.Warning)],
            findings.Select(finding => (finding.Subject, finding.Level)));
        Assert.Contains("sudo sysctl fs.inotify.max_user_instances=512", findings[0].Text, StringComparison.Ordinal);
    }

    // Whether docker is there without an engine or not at all, the remedy is the same.
    [Fact]
    public async Task Absent_engine_is_answered_with_the_remedy()
    {
        var folder = Directory.CreateTempSubdirectory("il-docker-").FullName;
        var thrown = await Assert.ThrowsAsync<MissingPrerequisiteException>(async () =>
        {
            var real = Tool.Find("docker");
            var docker = real is null
                ? DockerTool.Find(new ToolRunner(TimeProvider.System), folder)
                : new DockerTool(real, new ToolRunner(TimeProvider.System), new() { ["DOCKER_HOST"] = "tcp://127.0.0.1:1" });
            await docker.InfoAsync(TestContext.Current.CancellationToken);
        });
        Directory.Delete(folder);

        Assert.Contains("Start Docker Desktop or 'sudo systemctl start docker'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'./lab up' needs no Docker", thrown.Message, StringComparison.Ordinal);
    }
}
