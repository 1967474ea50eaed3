using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Testing.Tests.Traffic;

/// <summary>The cluster that all cases of one class share: clients, httpbin in versions and localities, and services that fail.</summary>
public sealed class TrafficTown : IAsyncLifetime
{
    private KubeApi? _api;

    internal IstioLabFixture Lab { get; private set; } = null!;

    private KubeApi Api => _api!;

    public async ValueTask InitializeAsync()
    {
        Lab = await IstioLabFixture.StartAsync(new IstioLabOptions { Namespace = "shop" }, TestContext.Current.CancellationToken);
        _api = KubeApi.Open(Lab.KubeconfigPath);
        await Lab.ApplyAsync(Path.Combine(AppContext.BaseDirectory, "Cases", "town.yaml"), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await Lab.DisposeAsync();
    }

    internal async Task RemoveAsync(string rules, CancellationToken cancellationToken)
    {
        foreach (var item in LabInput.Read(rules, "shop", null))
        {
            var place = await Api.FindPlaceAsync(item.Id.Group.Length == 0 ? item.Version : $"{item.Id.Group}/{item.Version}", item.Id.Kind, cancellationToken);
            await Api.SendAsync(HttpMethod.Delete, place.Object(item.Id.Namespace, item.Id.Name), null, "application/json", cancellationToken);
        }
    }

    internal Task<PodView> PodAsync(string workload, CancellationToken cancellationToken) =>
        Workloads.FindPodAsync(Api, WorkloadName.Parse(workload, "shop"), cancellationToken);

    internal async Task<string> LogAsync(PodView pod, CancellationToken cancellationToken) =>
        await Api.GetTextAsync($"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}/log?container=istio-proxy&tailLines=400", cancellationToken);

    internal Task<string> PageAsync(PodView pod, int port, string page, CancellationToken cancellationToken) =>
        Api.GetTextAsync($"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}:{port}/proxy/{page}", cancellationToken);

    internal async Task<JsonArray> DumpAsync(PodView pod, string page, CancellationToken cancellationToken) =>
        JsonNode.Parse(await PageAsync(pod, 15000, page, cancellationToken))!.AsArray();
}
