using System.Globalization;
using System.Text;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

/// <summary>Istio's task "Egress Gateways", for HTTP and for HTTPS.</summary>
public sealed class EgressGatewayTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    private const string Egress = "istio-egressgateway";

    [Fact]
    public async Task Http_leaves_the_mesh_by_the_egress_gateway()
    {
        await using var outside = new OutsideServer();
        await town.ApplyAsync($$$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: cnn, namespace: default}
            spec:
              hosts: [edition.example.net]
              ports: [{number: 80, name: http-port, protocol: HTTP, targetPort: {{{outside.Port}}} }]
              resolution: DNS
              endpoints: [{address: host.docker.internal}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: { name: {{{Egress}}}, namespace: default }
            spec:
              selector: {istio: egressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [edition.example.net]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: egressgateway-for-cnn, namespace: default}
            spec:
              host: istio-egressgateway.istio-system.svc.cluster.local
              subsets: [{name: cnn}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: direct-cnn-through-egress-gateway, namespace: default}
            spec:
              hosts: [edition.example.net]
              gateways: [ {{{Egress}}}, mesh ]
              http:
              - match: [{gateways: [mesh], port: 80}]
                route: [{destination: {host: istio-egressgateway.istio-system.svc.cluster.local, subset: cnn, port: {number: 80} } } ]
              - match: [{gateways: [ {{{Egress}}} ], port: 80}]
                route: [{destination: {host: edition.example.net, port: {number: 80} } } ]
            """);

        var answer = "";
        await ClusterFixture.UntilAsync(
            async () => (answer = await CurlAsync("-s", "http://edition.example.net/politics")).StartsWith("outside", StringComparison.Ordinal), () => answer);

        Assert.Equal("outside GET /politics HTTP/1.1\n", answer);
        var line = await town.UntilLoggedAsync(text => text.Contains("\"GET /politics HTTP/2\" 200", StringComparison.Ordinal), Egress);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\"192.168.65.254:{outside.Port}\" outbound|80||edition.example.net "), line, StringComparison.Ordinal);
        var pod = (await town.Cluster.PodsAsync("istio-system")).Single(each => each.Metadata.Name.StartsWith(Egress, StringComparison.Ordinal));
        var metrics = await town.Cluster.KubectlAsync("get", "--raw", $"/api/v1/namespaces/istio-system/pods/{pod.Metadata.Name}:15020/proxy/stats/prometheus");
        var counter = metrics.Output.Split('\n').First(text => text.StartsWith("istio_requests_total{", StringComparison.Ordinal));
        Assert.Contains("reporter=\"source\"", counter, StringComparison.Ordinal);
        Assert.Contains("source_workload=\"istio-egressgateway\"", counter, StringComparison.Ordinal);
        Assert.Contains("destination_service=\"edition.example.net\"", counter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_of_the_application_leaves_by_the_egress_gateway_unopened()
    {
        await using var outside = new OutsideServer(town.Authority.IssuePair("secure", "secure.example.net"));
        await town.ApplyAsync($$$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: secure, namespace: default}
            spec:
              hosts: [secure.example.net]
              ports: [{number: 443, name: tls, protocol: TLS, targetPort: {{{outside.Port}}} }]
              resolution: STATIC
              endpoints: [{address: 192.168.65.254}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: egress-tls, namespace: default}
            spec:
              selector: {istio: egressgateway}
              servers: [{port: {number: 443, name: tls, protocol: TLS}, hosts: [secure.example.net], tls: {mode: PASSTHROUGH}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: secure-through-egress-gateway, namespace: default}
            spec:
              hosts: [secure.example.net]
              gateways: [mesh, egress-tls]
              tls:
              - match: [{gateways: [mesh], port: 443, sniHosts: [secure.example.net]}]
                route: [{destination: {host: istio-egressgateway.istio-system.svc.cluster.local, port: {number: 443} } } ]
              - match: [{gateways: [egress-tls], port: 443, sniHosts: [secure.example.net]}]
                route: [{destination: {host: secure.example.net, port: {number: 443} } } ]
            """);
        await ExecAsync("sh", "-c", $"cat > ca.pem <<'EOF'\n{town.Authority.Pem}\nEOF");

        Assert.Equal("outside GET /politics HTTP/1.1\n", await CurlAsync("-s", "--cacert", "ca.pem", "https://secure.example.net/politics"));

        await town.UntilLoggedAsync(text => text.Contains(" outbound|443||secure.example.net ", StringComparison.Ordinal) && text.EndsWith(" secure.example.net -", StringComparison.Ordinal), Egress);
        Assert.Equal("60", await CurlAsync("-s", "-o", "/dev/null", "-w", "%{exitcode}", "https://secure.example.net/politics"));
    }

    private Task<string> CurlAsync(params string[] arguments) => ExecAsync(["curl", .. arguments]);

    private async Task<string> ExecAsync(params string[] command)
    {
        var output = "";
        await town.Cluster.Client.NamespacedPodExecAsync("web", "default", "c1", command, false, async (_, stdout, _) =>
            output = await new StreamReader(stdout, Encoding.UTF8).ReadToEndAsync(ClusterFixture.Token), ClusterFixture.Token);
        return output;
    }
}
