using System.Collections.Concurrent;
using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Resources;
using IstioLab.Labs.Running;
using IstioLab.Labs.Tests.Definitions;

namespace IstioLab.Labs.Tests.Resources;

/// <summary>The commands of the canary lab, as a dashboard gives them, on an embedded cluster.</summary>
public sealed class LabCommandsTests : IAsyncLifetime
{
    private const string Lab = "lab-canary";
    private const string Client = "deployment-nolen-apps-client";
    private const string Rule = "virtualservice-nolen-apps-svc-all-vs";

    private readonly string _home = Directory.CreateTempSubdirectory("commands-").FullName;
    private EmbeddedCluster _cluster = null!;
    private KubeApi _api = null!;
    private ResourceSession _session = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = new EmbeddedCluster(new EmbeddedClusterOptions { Folder = new LabHome(_home).Open("test") });
        await _cluster.StartAsync(Token);
        _api = KubeApi.Open(_cluster.KubeconfigPath);
        var labs = new LabLibrary(RepositoryFolder.Labs).LoadAll();
        var canary = labs.Single(lab => lab.Name == "canary");
        await new LabRunner(_api, canary, TimeProvider.System).ApplyAsync(canary.Steps[0], null, Token);
        var info = new ClusterInfo("embedded", "test", "1.36", "1.30", _api.Server, _cluster.KubeconfigPath, DateTimeOffset.UnixEpoch) { Labs = labs };
        _session = ResourceSession.Start(_api, info, TimeProvider.System);
        await UntilAsync(() => Find(Lab)?.State == "Step 1 of 5" && Find(Client)?.State == "Running" && Find(Rule) is not null);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _api.Dispose();
        await _cluster.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Next_step_injects_the_sidecars_and_shows_the_split_that_check_finds_again()
    {
        var progress = new Heard();
        var next = await _session.Commands.ExecuteAsync(Lab, LabCommandNames.NextStep, new Dictionary<string, string>(), progress, Token);

        Assert.True(next.Succeeded, next.Message);
        Assert.Contains("| apps-v2 |", next.Markdown, StringComparison.Ordinal);
        Assert.Contains("✔ as the lab expects", next.Markdown, StringComparison.Ordinal);
        Assert.Contains("deployment.apps/apps-v1 configured", progress.Words);
        await UntilAsync(() => Find(Lab)?.State == "Step 2 of 5" && Find(Client)!.Commands.Single(command => command.Name == LabCommandNames.Inject).Disabled is not null);

        var check = await ExecuteAsync(Lab, LabCommandNames.Check);
        Assert.Equal("Lab 'canary' is as step 2 (inject) leaves it.", check.Message);
    }

    [Fact]
    public async Task Sidecars_come_with_inject_and_go_with_remove_and_requests_obey_them()
    {
        var without = await ExecuteAsync(Client, LabCommandNames.Send, ("requests", "20"));
        Assert.Contains("no sidecar: VirtualServices do not apply", without.Markdown, StringComparison.Ordinal);

        Assert.True((await ExecuteAsync(Lab, LabCommandNames.Inject)).Succeeded);
        await UntilReadyAsync("2/2");
        Assert.True((await ExecuteAsync(Rule, LabCommandNames.Shift, ("v2", "100"))).Succeeded);
        await UntilAsync(() => Find(Rule)!.State == "0 % v1 · 100 % v2");
        var explained = await ExecuteAsync(Client, LabCommandNames.Explain);
        Assert.Contains("100 % → `outbound|80||apps-svc-v2.nolen.svc.cluster.local`", explained.Markdown, StringComparison.Ordinal);

        Assert.True((await ExecuteAsync(Lab, LabCommandNames.RemoveSidecar)).Succeeded);
        await UntilReadyAsync("1/1");
    }

    [Fact]
    public async Task Explain_names_the_file_and_line_of_what_the_lab_applied_until_somebody_changes_it()
    {
        var applied = await ExecuteAsync(Client, LabCommandNames.Explain);
        Assert.Contains("http[0] (labs/canary/02-apps-vs.yaml:", applied.Message, StringComparison.Ordinal);

        await ExecuteAsync(Rule, LabCommandNames.Shift, ("v2", "50"));
        var changed = await ExecuteAsync(Client, LabCommandNames.Explain);
        Assert.DoesNotContain("02-apps-vs.yaml", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_inputs_of_send_are_told_together()
    {
        var refused = await ExecuteAsync(Lab, LabCommandNames.Send, ("requests", "0"), ("concurrency", "many"), ("header", "nolen"), ("url", "ftp://x"));

        Assert.False(refused.Succeeded);
        Assert.Equal(
            "Lab 'canary': 'url' is 'ftp://x'; it must be an http URL as the pod names it, such as 'http://apps-svc-all/'. "
                + "'requests' is '0'; it must be a whole number from 1 to 100000. 'concurrency' is 'many'; it must be a whole number from 1 to 64. "
                + "'header' is 'nolen'; it must be 'name: value', such as 'username: nolen'.",
            refused.Message);
    }

    [Fact]
    public async Task Reset_begins_anew()
    {
        Assert.True((await ExecuteAsync(Rule, LabCommandNames.Shift, ("v2", "100"))).Succeeded);

        var reset = await ExecuteAsync(Lab, LabCommandNames.Reset);

        Assert.Equal(new LabCommandResult(true, "Lab 'canary' is at step 1 again."), reset);
        await UntilAsync(() => Find(Rule)?.State == "90 % v1 · 10 % v2" && Find(Lab)?.State == "Step 1 of 5");
    }

    private LabResource? Find(string name) => _session.Hub.Find(name);

    private Task<LabCommandResult> ExecuteAsync(string resource, string command, params (string Name, string Value)[] arguments) =>
        _session.Commands.ExecuteAsync(resource, command, arguments.ToDictionary(argument => argument.Name, argument => argument.Value), null, Token);

    private Task UntilReadyAsync(string ready) => UntilAsync(() =>
    {
        using var subscription = _session.Hub.Subscribe();
        var pods = subscription.Initial.Where(resource => resource is { Type: "Pod", Object.Namespace: "nolen" }).ToList();
        return pods.Count == 3 && pods.TrueForAll(pod => pod.State == "Running" && pod.Properties.Any(property => property.Name == "pod.ready" && property.Value == ready));
    });

    private async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var subscription = _session.Hub.Subscribe();
        while (!condition())
        {
            await subscription.Changes.WaitToReadAsync(limit.Token);
            subscription.Changes.TryRead(out _);
        }
    }

    private sealed class Heard : IProgress<LabCommandProgress>
    {
        public ConcurrentQueue<string> Words { get; } = new();

        public void Report(LabCommandProgress value) => Words.Enqueue(value.Text);
    }
}
