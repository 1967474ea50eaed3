using System.Net;
using System.Net.Sockets;

namespace IstioLab.EndToEnd.Tests;

/// <summary>Bad input answers with subject, rule and remedy, and changes nothing.</summary>
public sealed class BadInputTests
{
    /// <summary>The case, what <c>validate</c> must say of it, and what kubectl must.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "unknown-field", "wieght", "unknown field \"spec.http[0].route[0].wieght\"" },
        { "wrong-type", "spec.hosts", "spec.hosts" },
        { "negative-weight", "weight", "weight -10 < 0" },
        { "unknown-kind", "VirtualServise", "no matches for kind \"VirtualServise\"" },
        { "tab", "tab.yaml:4", "found character that cannot start any token" },
        { "empty", "empty.yaml", "no objects passed to apply" },
    };

    [Fact]
    public async Task Help_and_usage_errors_are_Chinese_when_asked()
    {
        await using var lab = new LabHost();

        var help = await lab.LabAsync("up", "--help", "--lang", "zh");
        var wrong = await lab.LabAsync("--lang", "zh", "status", "--name");

        Assert.Contains("启动环境和一个实验", help.Output, StringComparison.Ordinal);
        Assert.Contains("用法", help.Output, StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("参见", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Required argument", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_bad_file_is_refused_by_validate_and_by_kubectl_and_nothing_changes()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none", "--lab", "none"]);
        var before = await lab.KubectlAsync("get virtualservices -A -o name");

        foreach (var (name, validate, kubectl) in Cases.Select(row => row.Data))
        {
            var file = Path.Combine(AppContext.BaseDirectory, "Cases", "bad-input", $"{name}.yaml");
            var verdict = await lab.LabAsync("validate", "-f", file);
            Assert.True(verdict.ExitCode == 1, $"validate of '{name}' ended with {verdict.ExitCode}: {verdict.Output}{verdict.Error}");
            Assert.Contains(validate, verdict.Output + verdict.Error, StringComparison.Ordinal);

            var apply = await lab.TryKubectlAsync(["apply", "-f", file]);
            Assert.True(apply.ExitCode == 1, $"kubectl apply of '{name}' ended with {apply.ExitCode}: {apply.Output}");
            Assert.Contains(kubectl, apply.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, await lab.KubectlAsync("get virtualservices -A -o name"));
    }

    [Fact]
    public async Task File_of_five_megabytes_is_answered_by_size_and_rule()
    {
        await using var lab = new LabHost();
        var file = Path.Combine(lab.Home, "large.yaml");
        var text = $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: large\ndata:\n  value: {new string('x', 5 * 1024 * 1024)}\n";
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        await lab.UpAsync(arguments: ["--dashboard", "none", "--lab", "none"]);

        var apply = await lab.TryKubectlAsync(["create", "-f", file]);

        Assert.Equal(1, apply.ExitCode);
        Assert.Contains("Request entity too large: limit is 3145728", apply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_image_is_a_pod_event_that_says_what_to_do()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none", "--lab", "none"]);

        await lab.KubectlAsync("create deployment web --image=registry.example/shop/web:7");
        await lab.KubectlAsync("wait --for=jsonpath={.status.containerStatuses[0].state.waiting.reason} pod -l app=web --timeout=20s");

        var status = await lab.KubectlAsync("get pods -l app=web --no-headers");
        Assert.Matches("ErrImagePull|ImagePullBackOff", status);
        var events = await lab.KubectlAsync("describe pods -l app=web");
        Assert.Contains("registry.example/shop/web:7", events, StringComparison.Ordinal);
        Assert.Contains("busybox", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_in_use_and_a_stale_folder_do_not_keep_the_environment_down()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none", "--lab", "none"]);
        var port = new Uri((await lab.KubectlAsync("config view -o jsonpath={.clusters[0].cluster.server}")).Trim()).Port;
        Assert.Equal(0, (await lab.DownAsync()).ExitCode);

        using var squatter = new TcpListener(IPAddress.Loopback, port);
        squatter.Start();
        var up = await lab.LabAsync("up", "--detach", "--dashboard", "none", "--lab", "none");

        if (up.ExitCode == 0)
        {
            Assert.Contains("default", await lab.KubectlAsync("get namespaces"), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(3, up.ExitCode);
            Assert.Contains(LabHost.Text(port), up.Error, StringComparison.Ordinal);
        }
    }
}
