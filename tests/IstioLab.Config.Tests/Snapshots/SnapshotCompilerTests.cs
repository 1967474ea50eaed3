using System.Text;
using IstioLab.Config.Discovery;
using IstioLab.Config.Explanation;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Snapshots;

public sealed class SnapshotCompilerTests
{
    private static readonly uint[] Weights = [1, 2, 7];
    private static readonly ProxyIdentity Client = new() { Namespace = "shop" };

    [Fact]
    public void Change_of_one_VirtualService_compiles_that_one_again_and_no_other()
    {
        var compiler = new SnapshotCompiler();
        var state = MeshState.Empty.With(ConfigObjectReader.Read(Mesh(200), "mesh.yaml").Objects);
        compiler.Compile(state, Client, 1);
        var before = compiler.CompiledVirtualServices;

        var changed = ConfigObjectReader.Read(Rule(7, "/changed"), "change.yaml").Objects;
        var snapshot = compiler.Compile(state.With(changed), Client, 2);

        Assert.Equal(before + 1, compiler.CompiledVirtualServices);
        Assert.Equal("s7-changed", Match(snapshot, "s7", "/changed").Route!.Name);
    }

    [Fact]
    public void Order_of_the_objects_changes_nothing()
    {
        var objects = ConfigObjectReader.Read(Mesh(20), "mesh.yaml").Objects;
        var request = new ExplainRequest { From = Client, Url = "http://s3/x" };

        var forward = new Explainer(MeshState.Empty.With(objects)).Explain(request);
        var backward = new Explainer(MeshState.Empty.With(objects.Reverse())).Explain(request);

        Assert.Equal(ExplanationWriter.Write(forward), ExplanationWriter.Write(backward));
    }

    [Fact]
    public void Ten_thousand_rules_are_searched_without_allocating()
    {
        var text = new StringBuilder("""
            apiVersion: v1
            kind: Service
            metadata: { name: big, namespace: shop }
            spec: { clusterIP: 10.0.0.1, ports: [ { name: http, port: 80 } ] }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: big, namespace: shop }
            spec:
              hosts: [ big ]
              http:

            """);
        for (var index = 0; index < 10_000; index++)
        {
            text.Append("  - name: r").Append(index).Append("\n    match: [ { uri: { exact: /r").Append(index).Append(" } } ]\n    route: [ { destination: { host: big } } ]\n");
        }

        var snapshot = new SnapshotCompiler().Compile(
            MeshState.Empty.With(ConfigObjectReader.Read(text.ToString()).Objects), Client, 1);
        var routes = snapshot.Routes["80"];
        var request = Request("big", "/r9999");
        Assert.Equal("r9999", routes.Match(in request).Route!.Name);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < 1_000; index++)
        {
            routes.Match(in request);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Index_finds_what_a_search_from_the_top_finds()
    {
        var random = new Random(7);
        var text = new StringBuilder(Rule(1, "/") + "---\n" + Service(1) + "---\n");
        text.Append("apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: mixed, namespace: shop }\nspec:\n  hosts: [ s1 ]\n  http:\n");
        for (var index = 0; index < 60; index++)
        {
            var match = random.Next(4) switch
            {
                0 => $"uri: {{ exact: /{random.Next(6)} }}",
                1 => $"uri: {{ prefix: /{random.Next(6)} }}, headers: {{ x: {{ exact: '{random.Next(3)}' }} }}",
                2 => $"headers: {{ x: {{ exact: '{random.Next(6)}' }} }}",
                _ => $"method: {{ exact: {(random.Next(2) == 0 ? "PUT" : "POST")} }}, uri: {{ regex: '/[{random.Next(5)}-9]+' }}",
            };
            text.Append("  - name: r").Append(index).Append("\n    match: [ { ").Append(match).Append(" } ]\n    route: [ { destination: { host: s1 } } ]\n");
        }

        var objects = ConfigObjectReader.Read(text.ToString()).Objects.Where(item => item.Id.Name != "v1");
        var host = new SnapshotCompiler().Compile(MeshState.Empty.With(objects), Client, 1).Routes["80"].VirtualHosts[0];
        Assert.Equal(60, host.Routes.Length);
        var found = 0;
        for (var index = 0; index < 5_000; index++)
        {
            var request = Request("s1", $"/{random.Next(10)}", random.Next(2) == 0 ? "PUT" : "GET", $"{random.Next(8)}");
            var first = host.Routes.FirstOrDefault(route => route.Matches(in request));
            Assert.Same(first, host.FindRoute(in request));
            found += first is null ? 0 : 1;
        }

        Assert.InRange(found, 100, 5_000);
    }

    [Fact]
    public void Weights_are_met_by_random_numbers()
    {
        var destinations = Weights.Select(weight =>
            new WeightedDestination($"c{weight}", "", "", 0, weight, HeaderOperations.None, HeaderOperations.None));
        var action = new ForwardAction { Destinations = [.. destinations], TotalWeight = 10 };
        var random = new Random(1);
        var hits = new Dictionary<string, int>();
        const int Count = 30_000;
        for (var index = 0; index < Count; index++)
        {
            var name = action.Choose((ulong)random.NextInt64()).Cluster;
            hits[name] = hits.GetValueOrDefault(name) + 1;
        }

        var chiSquare = action.Destinations.Sum(item =>
        {
            var expected = Count * item.Weight / 10.0;
            return Math.Pow(hits[item.Cluster] - expected, 2) / expected;
        });
        Assert.InRange(chiSquare, 0, 13.8);
    }

    private static RouteMatch Match(ProxySnapshot snapshot, string host, string path)
    {
        var request = Request(host, path);
        return snapshot.Routes["80"].Match(in request);
    }

    private static RequestInfo Request(string host, string path, string method = "GET", string? header = null) => new()
    {
        Method = method,
        Scheme = "http",
        Authority = host,
        Path = path,
        Query = "",
        Headers = new OneHeader(header),
    };

    private static string Mesh(int count)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            text.Append(Service(index)).Append("---\n").Append(Rule(index, "/x")).Append("---\n");
        }

        return text.ToString();
    }

    private static string Service(int index) =>
        $"apiVersion: v1\nkind: Service\nmetadata: {{ name: s{index}, namespace: shop }}\nspec: {{ clusterIP: 10.0.{index / 250}.{(index % 250) + 1}, ports: [ {{ name: http, port: 80 }} ] }}\n";

    private static string Rule(int index, string path) =>
        $"apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{ name: v{index}, namespace: shop }}\nspec:\n  hosts: [ s{index} ]\n  http:\n  - name: s{index}-{path[1..]}\n    match: [ {{ uri: {{ prefix: {path} }} }} ]\n    route: [ {{ destination: {{ host: s{index} }} }} ]\n";

    private sealed class OneHeader(string? value) : IRequestHeaders
    {
        public string? Find(string name) => name == "x" ? value : null;
    }
}
