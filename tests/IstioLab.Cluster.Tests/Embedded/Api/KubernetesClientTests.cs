using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace IstioLab.Cluster.Tests.Embedded.Api;

public sealed class KubernetesClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_config_map_is_created_read_patched_listed_and_deleted()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        var core = fixture.Client.CoreV1;

        var created = await core.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "kc" }, Data = new Dictionary<string, string> { ["a"] = "1" } }, "default", cancellationToken: Token);
        Assert.Equal("ConfigMap", created.Kind);
        Assert.False(string.IsNullOrEmpty(created.Metadata.Uid));
        await core.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"b":"2"}}""", V1Patch.PatchType.MergePatch), "kc", "default", cancellationToken: Token);
        await core.PatchNamespacedConfigMapAsync(
            new V1Patch("""[{"op":"add","path":"/data/c","value":"3"}]""", V1Patch.PatchType.JsonPatch), "kc", "default", cancellationToken: Token);
        await core.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"data":{"d":"4"}}""", V1Patch.PatchType.StrategicMergePatch), "kc", "default", cancellationToken: Token);
        var applied = await core.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"kc"},"data":{"e":"5"}}""", V1Patch.PatchType.ApplyPatch),
            "kc",
            "default",
            fieldManager: "kc",
            force: true,
            cancellationToken: Token);

        Assert.Equal("a=1 b=2 c=3 d=4 e=5", string.Join(' ', applied.Data.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(["Apply kc", "Update kubernetes-csharp"], applied.Metadata.ManagedFields.Select(entry => $"{entry.Operation} {entry.Manager}"));
        var list = await core.ListNamespacedConfigMapAsync("default", cancellationToken: Token);
        Assert.Contains(list.Items, item => item.Metadata.Name == "kc");
        var status = await core.DeleteNamespacedConfigMapAsync("kc", "default", cancellationToken: Token);
        Assert.Equal("Success", status.Status);
        var missing = await Assert.ThrowsAsync<HttpOperationException>(() => core.ReadNamespacedConfigMapAsync("kc", "default", cancellationToken: Token));
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"configmaps \"kc\" not found","reason":"NotFound","details":{"name":"kc","kind":"configmaps"},"code":404}""",
            missing.Response.Content.Trim());
    }

    [Fact]
    public async Task Deleting_a_service_or_a_service_account_answers_with_the_object()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        var core = fixture.Client.CoreV1;
        await core.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "shop" } }, "default", cancellationToken: Token);
        await core.CreateNamespacedServiceAsync(
            new V1Service { Metadata = new V1ObjectMeta { Name = "shop" }, Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 80 }] } }, "default", cancellationToken: Token);

        var account = await core.DeleteNamespacedServiceAccountAsync("shop", "default", cancellationToken: Token);
        var service = await core.DeleteNamespacedServiceAsync("shop", "default", cancellationToken: Token);

        Assert.Equal("ServiceAccount shop", $"{account.Kind} {account.Metadata.Name}");
        Assert.Equal("Service shop", $"{service.Kind} {service.Metadata.Name}");
    }

    [Fact]
    public async Task A_watch_without_version_begins_with_what_is_there()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        var core = fixture.Client.CoreV1;
        await core.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "w" } }, cancellationToken: Token);

        var seen = new List<string>();
        await foreach (var (type, item) in core.WatchListNamespaceAsync(cancellationToken: Token))
        {
            seen.Add($"{type} {item.Metadata.Name}");
            if (item.Metadata.Name == "late") break;
            if (item.Metadata.Name == "w")
                await core.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "late" } }, cancellationToken: Token);
        }

        Assert.Contains("Added default", seen);
        Assert.Equal("Added late", seen[^1]);
    }

    [Fact]
    public async Task The_version_has_the_reference_release()
    {
        await using var fixture = await ApiServerFixture.StartAsync();

        var version = await fixture.Client.Version.GetCodeAsync(Token);

        Assert.Equal(("1", "36"), (version.Major, version.Minor));
        Assert.StartsWith("v1.36.2", version.GitVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_open_watches_stops_fast()
    {
        var fixture = await ApiServerFixture.StartAsync();
        var watch = fixture.Client.CoreV1.WatchListNamespaceAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await fixture.Server.DisposeAsync();
        clock.Stop();

        // A host waits half a minute for its connections.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_virtual_service_is_a_custom_object_in_each_of_its_versions()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        var body = JsonSerializer.Deserialize<JsonElement>("""
            {"apiVersion":"networking.istio.io/v1beta1","kind":"VirtualService","metadata":{"name":"vs"},
             "spec":{"hosts":["web"],"http":[{"route":[{"destination":{"host":"web"}}]}]}}
            """);

        await fixture.Client.CustomObjects.CreateNamespacedCustomObjectAsync<JsonElement>(body, "networking.istio.io", "v1beta1", "default", "virtualservices", cancellationToken: Token);
        var read = await fixture.Client.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>("networking.istio.io", "v1alpha3", "default", "virtualservices", "vs", Token);

        Assert.Equal("networking.istio.io/v1alpha3", read.GetProperty("apiVersion").GetString());
        Assert.Equal(1, read.GetProperty("metadata").GetProperty("generation").GetInt32());
    }
}
