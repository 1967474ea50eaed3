using IstioLab.Config.Discovery;
using IstioLab.Config.Explanation;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Tests.Explanation;

/// <summary>What people overlook is said beside what happens.</summary>
public sealed class HintTests
{
    private const string Config = """
        apiVersion: v1
        kind: Service
        metadata: { name: apps, namespace: shop }
        spec: { ports: [ { name: http, port: 80 } ] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: hidden, namespace: shop, annotations: { networking.istio.io/exportTo: "." } }
        spec: { ports: [ { name: http, port: 80 } ] }
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: narrow, namespace: narrow }
        spec: { egress: [ { hosts: [ "./*" ] } ] }
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: apps, namespace: shop }
        spec:
          hosts: [ apps, apps.example.com, elsewhere.example.com ]
          gateways: [ mesh, other ]
          http:
          - match: [ { uri: { exact: /subset } } ]
            route: [ { destination: { host: apps, subset: v9 } } ]
          - match: [ { uri: { exact: /port } } ]
            route: [ { destination: { host: apps, port: { number: 81 } } } ]
          - route: [ { destination: { host: apps.shop } } ]
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: { name: front, namespace: shop }
        spec:
          selector: { istio: ingress }
          servers: [ { port: { number: 80, name: http, protocol: HTTP }, hosts: [ "*.example.com" ] } ]
        """;

    private static readonly Explainer Explainer = new(MeshState.Empty.With(ConfigObjectReader.Read(Config).Objects));

    [Theory]
    [InlineData("shop", "http://apps:8080/", "Service shop/apps has no port 8080; its ports are 80 (http)")]
    [InlineData("shop", "http://nobody/", "no Service has the name 'nobody'")]
    [InlineData("shop", "http://nobody.example.com/", "no Service and no ServiceEntry has the name 'nobody.example.com'")]
    [InlineData("other", "http://apps/", "'apps' means apps.other here; a Service of this name is in namespace shop: write apps.shop")]
    [InlineData("other", "http://hidden.shop/", "Service shop/hidden is not exported to namespace 'other'")]
    [InlineData("narrow", "http://apps.shop/", "Sidecar narrow/narrow does not import Service shop/apps: none of its egress hosts covers it")]
    [InlineData("shop", "http://198.51.100.7/", "")]
    [InlineData("shop", "http://localhost:8080/", "a call to the pod's own loopback address does not pass its sidecar at all")]
    public void Unknown_host_or_port_of_a_sidecar(string space, string url, string hint) =>
        Assert.Equal(hint, Ask($"{{\"from\":{{\"namespace\":\"{space}\"}},\"url\":\"{url}\"}}").Hint);

    [Theory]
    [InlineData("/subset", "no DestinationRule of 'apps.shop.svc.cluster.local' that this proxy sees has the subset 'v9'")]
    [InlineData("/port", "'apps.shop.svc.cluster.local' has no port 81; its ports are 80; write destination.port.number")]
    [InlineData("/", "no service that this proxy sees has the name 'apps.shop'; a name with a dot is taken as it is")]
    public void Destination_that_does_not_exist(string path, string hint)
    {
        var explanation = Ask($"{{\"from\":{{\"namespace\":\"shop\"}},\"url\":\"http://apps{path}\"}}");

        Assert.Equal("NC", explanation.Response!.Flags);
        Assert.Equal(hint, explanation.Destinations.Single().Hint);
    }

    [Theory]
    [InlineData("none", "http://apps.example.com/", "no Gateway selects a pod with the labels istio=none")]
    [InlineData("ingress", "http://apps.example.com:81/", "the Gateways of this pod have the ports 80")]
    [InlineData("ingress", "http://nobody.example.com/", "")]
    public void Port_that_a_gateway_does_not_have(string label, string url, string hint) =>
        Assert.Equal(hint, Gateway(label, url).Listener.Length > 0 ? "" : Gateway(label, url).Hint);

    [Fact]
    public void Host_that_is_bound_to_another_gateway()
    {
        const string Bound = Config + "\n---\n" + """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: front, namespace: shop }
            spec: { hosts: [ front.example.com ], gateways: [ front ], http: [ { route: [ { destination: { host: apps } } ] } ] }
            """;
        var explainer = new Explainer(MeshState.Empty.With(ConfigObjectReader.Read(Bound).Objects));

        Assert.Equal(
            "VirtualService shop/apps has the host 'apps.example.com', but is bound to mesh, shop/other and not to shop/front",
            explainer.Explain(Request("ingress", "http://apps.example.com/")).Hint);
        Assert.Equal("no VirtualService has the host 'nobody.example.com'", explainer.Explain(Request("ingress", "http://nobody.example.com/")).Hint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("://")]
    [InlineData("http://")]
    [InlineData("http:///")]
    [InlineData("http://[::1")]
    [InlineData("http://[::1]:x/")]
    [InlineData("http://apps:99999/")]
    [InlineData("http://apps:-1/%zz?%00#")]
    [InlineData("tcp://")]
    [InlineData("tls://*")]
    [InlineData("//@:80")]
    [InlineData("http://..svc./..")]
    public void Odd_addresses_have_an_answer(string url)
    {
        foreach (var type in new[] { IstioLab.Config.Snapshots.ProxyType.Sidecar, IstioLab.Config.Snapshots.ProxyType.Gateway })
        {
            var request = Request("ingress", url);
            var explanation = Explainer.Explain(request with { From = request.From with { Type = type } });

            Assert.NotEmpty(ExplanationWriter.Write(explanation));
        }
    }

    private static IstioLab.Config.Explanation.Explanation Gateway(string label, string url) => Explainer.Explain(Request(label, url));

    private static IstioLab.Config.Explanation.Explanation Ask(string line) => Explainer.Explain(ExplainRequestReader.Read(line, out _)!);

    private static ExplainRequest Request(string label, string url) => new()
    {
        From = new IstioLab.Config.Snapshots.ProxyIdentity
        {
            Type = IstioLab.Config.Snapshots.ProxyType.Gateway,
            Namespace = "istio-system",
            Labels = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("istio", label)], StringComparer.Ordinal),
        },
        Url = url,
    };
}
