namespace IstioLab.EndToEnd.Tests;

/// <summary>The lab text's transcript, in its order, with the real kubectl.</summary>
public sealed class SeedTranscriptTests
{
    [Fact]
    public async Task Seed_is_followed_from_the_first_apply_to_the_last_key()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--lab", "none", "--dashboard", "none", "--seed", "7"]);

        await ApplyCanary(lab);
        await AssertHalfWithoutSidecars(lab);
        await Inject(lab, "canary");
        await AssertNinetyTen(lab);
        await AssertSection64(lab);
        await AssertHeaderRouting(lab);
        await AssertTerminal(lab);
        await AssertVersion(lab);
    }

    private static async Task ApplyCanary(LabHost lab)
    {
        var output = await lab.KubectlAsync($"apply -f {LabHost.LabFile("canary", "01-deploy-apps.yaml")} -f {LabHost.LabFile("canary", "02-apps-vs.yaml")}");
        Assert.Equal(
            """
            namespace/nolen created
            deployment.apps/apps-v1 created
            deployment.apps/apps-v2 created
            service/apps-svc-v1 created
            service/apps-svc-v2 created
            service/apps-svc-all created
            deployment.apps/apps-client created
            virtualservice.networking.istio.io/apps-svc-all-vs created

            """,
            output);

        await lab.KubectlAsync("-n nolen wait --for=condition=Available deploy --all --timeout=30s");
        var pods = Lines(await lab.KubectlAsync("get pods -n nolen -o wide"));
        Assert.Equal("NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES", Words(pods[0]));
        Assert.Equal(3, pods.Length - 1);
        Assert.All(pods.Skip(1), pod => Assert.Contains(" 1/1 Running 0 ", Words(pod), StringComparison.Ordinal));
    }

    private static async Task AssertHalfWithoutSidecars(LabHost lab)
    {
        var (first, second) = await CountAsync(lab, 200);

        // Binomial(200, 1/2): fewer than 65 or more than 135 happens less than once in a million runs.
        Assert.InRange(first, 65, 135);
        Assert.Equal(200, first + second);
    }

    private static async Task Inject(LabHost lab, string name)
    {
        var injected = await lab.LabAsync("kube-inject", "-f", LabHost.LabFile(name, "01-deploy-apps.yaml"));
        Assert.Equal(0, injected.ExitCode);
        var output = await lab.KubectlAsync("-n nolen apply -f -", injected.Output);
        Assert.Equal(
            """
            namespace/nolen unchanged
            deployment.apps/apps-v1 configured
            deployment.apps/apps-v2 configured
            service/apps-svc-v1 unchanged
            service/apps-svc-v2 unchanged
            service/apps-svc-all unchanged
            deployment.apps/apps-client configured

            """,
            output);

        foreach (var deployment in (string[])["apps-v1", "apps-v2", "apps-client"])
        {
            await lab.KubectlAsync($"-n nolen rollout status deploy/{deployment} --timeout=60s");
        }

        await lab.KubectlAsync("-n nolen wait --for=delete pod -l !security.istio.io/tlsMode --timeout=60s");
        var pods = Lines(await lab.KubectlAsync("get pods -n nolen --no-headers"));
        Assert.Equal(3, pods.Length);
        Assert.All(pods, pod => Assert.Contains(" 2/2 Running 0 ", Words(pod), StringComparison.Ordinal));
    }

    private static async Task AssertNinetyTen(LabHost lab)
    {
        var (first, second) = await CountAsync(lab, 1000);
        Assert.InRange(first, 853, 947);
        Assert.Equal(1000, first + second);

        var log = await lab.KubectlAsync("-n nolen logs deploy/apps-client -c istio-proxy --tail=1");
        Assert.Contains("\"GET / HTTP/1.1\" 200 - via_upstream - \"-\"", log, StringComparison.Ordinal);
        Assert.Contains("outbound|80||apps-svc-v", log, StringComparison.Ordinal);
    }

    private static async Task AssertSection64(LabHost lab)
    {
        var output = await ApplyRuleAsync(lab, LabHost.LabFile("canary", "02-apps-vs-section-6.4.yaml"));
        Assert.Equal("virtualservice.networking.istio.io/apps-svc-all-vs configured\n", output);
        Assert.Equal((200, 0), await CountAsync(lab, 200));
    }

    private static async Task AssertHeaderRouting(LabHost lab)
    {
        await ApplyRuleAsync(lab, LabHost.LabFile("ab-testing", "02-vs-apps-svc-all.yaml"));
        var withHeader = await lab.KubectlAsync("-n nolen exec deploy/apps-client -- curl -s -H username:nolen http://apps-svc-all");
        Assert.Equal("c1\n", withHeader);
        Assert.Equal((0, 100), await CountAsync(lab, 100));
        var hundred = await ShellAsync(lab, "for i in $(seq 1 100); do curl -s -H \"username:nolen\" http://apps-svc-all; done");
        Assert.All(Lines(hundred), line => Assert.Equal("c1", line));
    }

    private static async Task AssertTerminal(LabHost lab)
    {
        var screenFile = Path.Combine(lab.Home, "screen");
        var result = await lab.ScriptAsync("terminal.sh", screenFile);
        var screen = await File.ReadAllTextAsync(screenFile, TestContext.Current.CancellationToken);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("/ # ", screen, StringComparison.Ordinal);
        Assert.Contains("hello\r\n", screen, StringComparison.Ordinal);
        Assert.Contains("c2\r\nc2\r\n", screen, StringComparison.Ordinal);
        Assert.Contains("^C\r\n/ # ", screen, StringComparison.Ordinal);
        Assert.Contains("back 42\r\n/ # ", screen, StringComparison.Ordinal);
    }

    private static async Task AssertVersion(LabHost lab)
    {
        var version = Lines((await lab.LabAsync("version")).Output);
        Assert.StartsWith("client version: ", version[0], StringComparison.Ordinal);
        Assert.StartsWith("control plane version: ", version[1], StringComparison.Ordinal);
        Assert.EndsWith("(5 proxies)", version[2], StringComparison.Ordinal);
    }

    /// <summary>Applies the rule, and waits for the Event that says that the proxies have it.</summary>
    private static async Task<string> ApplyRuleAsync(LabHost lab, string file)
    {
        var output = await lab.KubectlAsync($"apply -f {file}");
        var generation = await lab.KubectlAsync("-n nolen get virtualservice apps-svc-all-vs -o jsonpath={.metadata.generation}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!(await lab.KubectlAsync("-n nolen get events -o jsonpath={.items[*].message}"))
            .Contains($"apps-svc-all-vs generation {generation} active on ", StringComparison.Ordinal))
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }

        return output;
    }

    private static async Task<(int First, int Second)> CountAsync(LabHost lab, int requests)
    {
        var answers = Lines(await ShellAsync(lab, $"for i in $(seq 1 {LabHost.Text(requests)}); do curl -s http://apps-svc-all; done"));
        return (answers.Count(answer => answer == "c1"), answers.Count(answer => answer == "c2"));
    }

    private static async Task<string> ShellAsync(LabHost lab, string script)
    {
        var result = await lab.TryKubectlAsync(["-n", "nolen", "exec", "deploy/apps-client", "--", "sh", "-c", script]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
