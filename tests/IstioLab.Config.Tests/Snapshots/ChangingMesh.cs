using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>A small mesh in which something changes at random: mostly routes, sometimes who sees them, sometimes other kinds.</summary>
internal sealed class ChangingMesh(Random random)
{
    private static readonly string[] Names = ["a", "b", "c"];

    public static string Services => string.Concat(Names.Select((name, index) => $$"""
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}}, namespace: shop }
        spec: { selector: { app: {{name}} }, clusterIP: 10.0.0.{{index + 1}}, ports: [{ name: http, port: 80 }, { name: http-more, port: 9000 }, { name: tcp, port: 70 }, { name: auto, port: 8{{index}} }] }
        ---

        """));

    /// <summary>A VirtualService that shares requests between two subsets.</summary>
    public static string Split(string name, int weight) => Rule(
        name,
        $"http: [{{ route: [{{ destination: {{ host: {name}, subset: v1 }}, weight: {weight} }}, "
            + $"{{ destination: {{ host: {name}, subset: v2 }}, weight: {100 - weight} }}] }}]");

    /// <summary>A VirtualService of one host.</summary>
    public static string Rule(string name, string spec) => $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: {{name}}, namespace: shop }
        spec:
          hosts: [{{name}}]
          {{spec}}
        ---

        """;

    public MeshState Change(MeshState state)
    {
        switch (random.Next(14))
        {
            case 0 when state.OfKind("VirtualService").ToList() is { Count: > 0 } all:
                return state.With([], [all[random.Next(all.Count)].Id]);
            case 1:
                return Apply(state, DestinationRule());
            case 2:
                return Apply(state, Sidecar());
            case 12:
                return Apply(state, PeerAuthentication());
            case 13:
                return Apply(state, $"apiVersion: v1\nkind: Pod\nmetadata: {{ name: a-1, namespace: shop, labels: {{ app: a, step: '{random.Next(9)}' }} }}");
            case 3 or 4 or 5:
                return Apply(state, Split(Pick(Names), random.Next(101)));
            case 6:
                return Apply(state, VirtualService() + VirtualService());
            default:
                return Apply(state, VirtualService());
        }
    }

    private static MeshState Apply(MeshState state, string yaml) => state.With(ConfigObjectReader.Read(yaml).Objects);

    private string VirtualService()
    {
        var rules = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Rule());
        var hosts = random.Next(8) switch { 0 => "'*.shop.svc.cluster.local'", 1 => "a, elsewhere.example", 2 => "b, c", _ => Pick(Names) };
        var more = random.Next(8) switch { 0 => "\n  exportTo: ['.']", 1 => "\n  gateways: [mesh, shop/edge]", 2 => "\n  tcp: [{ route: [{ destination: { host: a } }] }]", _ => "" };
        return $$"""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: {{Pick(Names)}}, namespace: {{Pick("shop", "shop", "shop", "back")}} }
            spec:
              hosts: [{{hosts}}]{{more}}
              http:
            {{string.Join('\n', rules)}}
            ---

            """;
    }

    private string Rule()
    {
        var match = random.Next(10) switch
        {
            0 => "sourceLabels: { app: a }",
            1 => "sourceNamespace: back",
            2 => "port: 9000",
            3 => "gateways: [shop/edge]",
            4 => $"headers: {{ x: {{ exact: '{random.Next(3)}' }} }}",
            5 or 6 => $"uri: {{ prefix: /{random.Next(3)} }}",
            _ => "",
        };
        var condition = match.Length == 0 ? "" : $"match: [{{ {match} }}], ";
        var action = random.Next(6) switch
        {
            0 => "redirect: { uri: /moved, redirectCode: 302 }",
            1 => "redirect: { uri: /never, redirectCode: 999 }",
            2 => $"route: [{{ destination: {{ host: {Pick(Names)} }} }}], mirror: {{ host: {Pick(Names)} }}, timeout: {random.Next(1, 4)}s",
            _ => $"route: [{{ destination: {{ host: {Pick(Names)}, subset: v{random.Next(1, 3)} }} }}]",
        };
        return $"  - {{ {condition}{action} }}";
    }

    private string DestinationRule() => $$"""
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: {{Pick(Names)}}, namespace: shop }
        spec: { host: {{Pick(Names)}}, subsets: [{ name: v1, labels: { version: v1 } }], trafficPolicy: { loadBalancer: {{Pick("{ simple: RANDOM }", "{ consistentHash: { httpHeaderName: x } }")}} } }
        """;

    private string PeerAuthentication() => $$"""
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: { name: default, namespace: shop }
        spec: { mtls: { mode: {{Pick("STRICT", "DISABLE", "PERMISSIVE")}} } }
        """;

    private string Sidecar() => $$"""
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: default, namespace: {{Pick("shop", "back")}} }
        spec: { egress: [{ hosts: ['{{Pick("*/*", "./*", "shop/*", "shop/a.shop.svc.cluster.local")}}'] }] }
        """;

    private string Pick(params string[] all) => all[random.Next(all.Length)];
}
