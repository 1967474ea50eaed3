using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Explanation;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>What changed between Istio 1.17 and 1.30.</summary>
public sealed class ReleaseTests
{
    private const string Config = """
        apiVersion: v1
        kind: Service
        metadata: { name: a, namespace: one }
        spec: { clusterIP: 10.1.0.1, ports: [ { name: http, port: 80 } ] }
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: wide, namespace: one, creationTimestamp: "2020-01-01T00:00:00Z" }
        spec:
          hosts: [ "*.cluster.local" ]
          http: [ { directResponse: { status: 401 } } ]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: narrow, namespace: one, creationTimestamp: "2021-01-01T00:00:00Z" }
        spec:
          hosts: [ "*.one.svc.cluster.local" ]
          http:
          - match: [ { queryParams: { user: { prefix: ad } } } ]
            directResponse: { status: 402 }
          - mirror: { host: a }
            route: [ { destination: { host: a } } ]
        """;

    [Fact]
    public void Most_specific_wildcard_wins_since_1_21_the_oldest_before()
    {
        Assert.Equal("VirtualService one/narrow", (string)Explain(IstioRelease.Istio130, "http://a/")["rule"]!["resource"]!);
        Assert.Equal("VirtualService one/wide", (string)Explain(IstioRelease.Istio117, "http://a/")["rule"]!["resource"]!);
    }

    [Fact]
    public void Default_retries_repeat_a_503_only_before_1_24()
    {
        var narrow = Config.Replace("*.cluster.local", "other.example.com", StringComparison.Ordinal);

        Assert.Null(Explain(IstioRelease.Istio130, "http://a/", narrow)["retries"]!["statusCodes"]);
        Assert.Equal("503", (string)Explain(IstioRelease.Istio117, "http://a/", narrow)["retries"]!["statusCodes"]!);
    }

    [Fact]
    public void Query_prefix_was_presence_in_1_17()
    {
        var narrow = Config.Replace("*.cluster.local", "other.example.com", StringComparison.Ordinal);

        Assert.Equal("route", (string)Explain(IstioRelease.Istio130, "http://a/?user=bob", narrow)["action"]!);
        Assert.Equal("directResponse", (string)Explain(IstioRelease.Istio117, "http://a/?user=bob", narrow)["action"]!);
    }

    [Fact]
    public void Names_with_a_final_dot_came_after_1_17()
    {
        var objects = ConfigObjectReader.Read(Config).Objects;
        var client = new ProxyIdentity { Namespace = "one" };
        foreach (var release in Enum.GetValues<IstioRelease>())
        {
            var state = MeshState.Empty.With(objects).With(MeshSettings.Default with { Release = release });
            var domains = new SnapshotCompiler().Compile(state, client, 1).Routes["80"].VirtualHosts.SelectMany(host => host.Domains);
            Assert.Equal(release == IstioRelease.Istio130, domains.Contains("a.one.svc.cluster.local."));
        }
    }

    [Fact]
    public void ExternalName_is_an_alias_since_1_21_a_service_of_its_own_before()
    {
        const string Alias = Config + "\n---\n" + """
            apiVersion: v1
            kind: Service
            metadata: { name: alias, namespace: one }
            spec: { type: ExternalName, externalName: a.one.svc.cluster.local, ports: [ { name: http, port: 80 } ] }
            """;
        var config = Alias.Replace("*.one.svc.cluster.local", "x.example.com", StringComparison.Ordinal)
            .Replace("*.cluster.local", "y.example.com", StringComparison.Ordinal);

        Assert.Equal("outbound|80||a.one.svc.cluster.local", Cluster(Explain(IstioRelease.Istio130, "http://alias/", config)));
        Assert.Equal("outbound|80||alias.one.svc.cluster.local", Cluster(Explain(IstioRelease.Istio117, "http://alias/", config)));

        static string Cluster(JsonNode answer) => (string)answer["destinations"]![0]!["cluster"]!;
    }

    private static JsonNode Explain(IstioRelease release, string url, string config = Config)
    {
        var state = MeshState.Empty.With(ConfigObjectReader.Read(config).Objects).With(MeshSettings.Default with { Release = release });
        var request = new ExplainRequest { From = new ProxyIdentity { Namespace = "one" }, Url = url };
        return JsonNode.Parse(ExplanationWriter.Write(new Explainer(state).Explain(request)))!;
    }
}
