namespace IstioLab.EndToEnd.Tests;

/// <summary>The labs check themselves, and notice when somebody breaks them.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Verify_passes_both_labs()
    {
        await using var lab = new LabHost();
        var report = await lab.LabJsonAsync("verify", "canary", "ab-testing");

        Assert.Equal("embedded", report.GetProperty("cluster").GetString());
        var labs = report.GetProperty("labs").EnumerateArray().ToList();
        Assert.Equal(["canary", "ab-testing"], labs.Select(entry => entry.GetProperty("name").GetString()));
        Assert.All(labs, entry => Assert.True(entry.GetProperty("passed").GetBoolean(), entry.ToString()));
        Assert.All(labs, entry => Assert.NotEmpty(entry.GetProperty("steps").EnumerateArray()));
    }

    [Theory]
    [InlineData("request-routing", "fault-injection", "traffic-shifting", "mirroring")]
    [InlineData("request-timeouts", "circuit-breaking", "ingress", "egress")]
    public async Task Verify_passes_the_labs_of_Istios_tasks(params string[] names)
    {
        await using var lab = new LabHost();
        var report = await lab.LabJsonAsync(["verify", .. names]);

        var labs = report.GetProperty("labs").EnumerateArray().ToList();
        Assert.Equal(names, labs.Select(entry => entry.GetProperty("name").GetString()));
        Assert.All(labs, entry => Assert.True(entry.GetProperty("passed").GetBoolean(), entry.ToString()));
    }

    [Fact]
    public async Task Check_of_a_broken_VirtualService_ends_with_1_and_the_reason()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none"]);
        var run = await lab.LabAsync("run", "canary", "--step", "2");
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        var passed = await lab.LabAsync("check", "canary", "--step", "2");
        Assert.True(passed.ExitCode == 0, passed.Error + passed.Output);

        string[] arguments = ["-n", "nolen", "patch", "vs", "apps-svc-all-vs", "--type=json",
            "-p", """[{"op":"replace","path":"/spec/http/0/route/0/destination/host","value":"apps-svc-v3"}]"""];
        var patch = await lab.TryKubectlAsync(arguments);
        Assert.Equal(0, patch.ExitCode);

        var broken = await lab.LabAsync("check", "canary", "--step", "2");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("apps-svc-v3", broken.Output + broken.Error, StringComparison.Ordinal);
    }
}
