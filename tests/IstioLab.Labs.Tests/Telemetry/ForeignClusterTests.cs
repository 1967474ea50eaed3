using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Running;
using IstioLab.Labs.Telemetry;
using IstioLab.Labs.Tests.Definitions;

namespace IstioLab.Labs.Tests.Telemetry;

/// <summary>The self-check on a whole cluster with Istio's kinds, taken as if it were somebody else's.</summary>
public sealed class ForeignClusterTests : IAsyncLifetime
{
    private const string Host = "no-such-host.invalid";
    private const string Settings = "api/v1/namespaces/istio-system/configmaps/istio";

    private static readonly MinorVersion Istio = new(1, 30);
    private static readonly Uri Url = new("http://apps-svc-all");

    private readonly string _home = Directory.CreateTempSubdirectory("il-foreign-").FullName;
    private readonly TelemetryExporter _exporter = new(new TelemetryExporterOptions(), TimeProvider.System, _ => { });
    private OtlpRelay _relay = null!;
    private EmbeddedCluster _cluster = null!;
    private KubeApi _api = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _relay = await OtlpRelay.StartAsync(new OtlpRelayOptions(), TimeProvider.System, _ => { }, Token);
        _cluster = new EmbeddedCluster(new EmbeddedClusterOptions { Folder = new LabHome(_home).Open("foreign"), Telemetry = _exporter });
        await _cluster.StartAsync(Token);
        _api = KubeApi.Open(_cluster.KubeconfigPath);
        var lab = new LabLibrary(RepositoryFolder.Labs).Load("canary").Lab!;
        var runner = new LabRunner(_api, lab, TimeProvider.System);
        await runner.ApplyAsync(lab.Steps[0], null, Token);
        await runner.ApplyAsync(lab.Steps[1], null, Token);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _cluster.DisposeAsync();
        await _exporter.DisposeAsync();
        await _relay.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Span_is_seen_and_without_it_each_link_that_is_mended_shows_the_next_one()
    {
        SendTo(_relay.HttpPort);
        var seen = await CheckAsync(TimeSpan.FromSeconds(30));
        Assert.True(seen.Passed, seen.Text);
        Assert.Contains("A span of 'apps-", seen.Text, StringComparison.Ordinal);

        SendTo(port: 1);
        Assert.Equal(TelemetryLink.Telemetry, (await CheckAsync()).Broken);

        await ApplyAsync(TelemetryManifests.Telemetry(Istio, TelemetryManifests.RootNamespace));
        Assert.Equal(TelemetryLink.Provider, (await CheckAsync()).Broken);

        var route = _relay.Route(Host);
        await AddProvidersAsync(TelemetryManifests.Providers(route, Istio, depth: 0));
        Assert.Equal(TelemetryLink.ServiceEntry, (await CheckAsync()).Broken);

        await ApplyAsync(TelemetryManifests.ServiceEntry(route, Istio, TelemetryManifests.RootNamespace));
        var last = await CheckAsync();
        Assert.Equal(TelemetryLink.Dns, last.Broken);
        Assert.Contains($"nslookup {Host}", last.Remedy, StringComparison.Ordinal);
    }

    private async Task<TelemetryVerdict> CheckAsync(TimeSpan? patience = null)
    {
        var pod = await Workloads.FindPodAsync(_api, new WorkloadName("nolen", "apps-client"), Token);
        return await new TelemetryCheck(_api, _relay, Istio) { Patience = patience ?? TimeSpan.FromMilliseconds(50) }.RunAsync(pod, Url, Token);
    }

    private async Task ApplyAsync(string yaml)
    {
        foreach (var manifest in ManifestText.Read(yaml))
        {
            await new ManifestApplier(_api).ApplyAsync(manifest, "default", Token);
        }
    }

    private async Task AddProvidersAsync(string providers)
    {
        var mesh = (string?)(await _api.FindAsync(Settings, Token))?["data"]?["mesh"] ?? "";
        var patch = new JsonObject { ["data"] = new JsonObject { ["mesh"] = $"{mesh}\nextensionProviders:\n{providers}" } };
        await _api.SendAsync(HttpMethod.Patch, Settings, patch, "application/merge-patch+json", Token);
    }

    private void SendTo(int port) => _exporter.SendTo(new OtlpTarget(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), null));
}
