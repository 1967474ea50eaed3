using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>WorkloadEntries as endpoints of Services, and as what a sidecar serves.</summary>
public sealed class WorkloadEntryTests
{
    private const string Mesh = """
        apiVersion: v1
        kind: Service
        metadata: { name: pricing, namespace: shop }
        spec:
          clusterIP: 10.96.0.7
          selector: { app: pricing }
          ports:
          - { name: http, port: 80, targetPort: 8080 }
          - { name: admin, port: 9000, targetPort: pages }
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: pricing, namespace: shop }
        spec:
          host: pricing
          subsets:
          - { name: v1, labels: { version: v1 } }
          - { name: v2, labels: { version: v2 } }
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: { name: pricing-v1, namespace: shop, labels: { app: pricing, version: v1 } }
        spec: { address: 10.246.0.1, labels: { version: v0 }, ports: { http: 8081, pages: 8082 } }
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: { name: pricing-v2, namespace: shop, labels: { app: pricing, version: v2 } }
        spec: { address: 10.246.0.2, weight: 3 }
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: { name: elsewhere, namespace: other, labels: { app: pricing, version: v2 } }
        spec: { address: 10.246.0.3 }
        """;

    private static readonly MeshState State = MeshState.Empty.With(ConfigObjectReader.Read(Mesh, "mesh.yaml").Objects);

    [Theory]
    [InlineData("outbound|80||pricing.shop.svc.cluster.local", "pricing-v1 10.246.0.1:8081 1, pricing-v2 10.246.0.2:8080 3")]
    [InlineData("outbound|80|v1|pricing.shop.svc.cluster.local", "pricing-v1 10.246.0.1:8081 1")]
    [InlineData("outbound|80|v2|pricing.shop.svc.cluster.local", "pricing-v2 10.246.0.2:8080 3")]
    [InlineData("outbound|9000||pricing.shop.svc.cluster.local", "pricing-v1 10.246.0.1:8082 1")]
    public void Service_takes_the_entries_of_its_namespace_that_its_selector_and_the_subset_name(string cluster, string endpoints)
    {
        var snapshot = new SnapshotCompiler().Compile(State, new ProxyIdentity { Namespace = "shop" }, 1);

        Assert.Equal(
            endpoints, string.Join(", ", snapshot.Clusters[cluster].Endpoints.Select(item => $"{item.PodName} {item.Address}:{item.Port} {item.Weight}")));
    }

    [Fact]
    public void Sidecar_of_an_entry_serves_its_ports_and_the_port_of_its_HTTP_proxy()
    {
        var proxy = new ProxyIdentity
        {
            Namespace = "shop",
            PodName = "pricing-v1",
            Address = IPAddress.Parse("10.246.0.1"),
            Labels = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("app", "pricing")], StringComparer.Ordinal),
            HttpProxyPort = 40123,
        };

        var snapshot = new SnapshotCompiler().Compile(State, proxy, 1);

        Assert.Equal([8081, 8082], snapshot.Inbound.Select(listener => listener.Port));
        Assert.Equal("http_proxy", snapshot.FindListener(IPAddress.Loopback, 40123)!.FilterChains.Single().RouteConfiguration);
        var routes = snapshot.Routes["http_proxy"];
        Assert.Equal("pricing.shop.svc.cluster.local:80", routes.FindVirtualHost("pricing")!.Name);
        Assert.Equal("pricing.shop.svc.cluster.local:9000", routes.FindVirtualHost("pricing:9000")!.Name);
    }
}
