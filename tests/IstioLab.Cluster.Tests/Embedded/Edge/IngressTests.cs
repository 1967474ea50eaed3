using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

public sealed class IngressTests
{
    private const string Shop = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: default, labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
          - name: c1
            image: busybox
            command: [sh, -c, "echo hello > /var/www/index.html; httpd -f -p 8080 -h /var/www"]
            readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: default}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: 8080}]
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: shop, namespace: default}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: {number: 80, name: http, protocol: HTTP}
            hosts: ["shop.example.com"]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: shop, namespace: default}
        spec:
          hosts: ["shop.example.com"]
          gateways: [shop]
          http:
          - match: [{uri: {prefix: /index}}]
            route: [{destination: {host: web}}]
        """;

    private static Uri Url(ClusterFixture cluster, int port, string path = "/", string gateway = "istio-ingressgateway") =>
        new(cluster.Cluster.Gateways.Single(each => each.Name == gateway).FindUrl(port)!, path);

    private static async Task<HttpResponseMessage> GetAsync(Uri url, string host)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Host = host } };
        return await client.SendAsync(request, ClusterFixture.Token);
    }

    private static async Task<(HttpStatusCode Status, string Body)> TryAsync(Uri url, string host)
    {
        try
        {
            using var response = await GetAsync(url, host);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(ClusterFixture.Token));
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    private static async Task ApplyAsync(ClusterFixture cluster, string yaml)
    {
        var result = await cluster.KubectlAsync(["apply", "-f", "-"], yaml);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    [Fact]
    public async Task Gateway_serves_a_host_on_a_port_of_this_machine()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await ApplyAsync(cluster, Shop);
        await cluster.UntilPodsAsync(3, 1, "istio-system");
        await cluster.UntilPodsAsync(1, 2, "default");

        var last = default((HttpStatusCode Status, string Body));
        await ClusterFixture.UntilAsync(
            async () => (last = await TryAsync(Url(cluster, 80, "/index.html"), "shop.example.com")).Status == HttpStatusCode.OK, () => $"{last}");
        Assert.Equal("hello\n", last.Body);
        using var answer = await GetAsync(Url(cluster, 80, "/index.html"), "shop.example.com");
        Assert.Equal("istio-envoy", answer.Headers.Server.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await TryAsync(Url(cluster, 80), "shop.example.com")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await TryAsync(Url(cluster, 80), "other.example.com")).Status);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(Url(cluster, 15021, "/healthz/ready"), "x")).Status);
    }

    [Fact]
    public async Task Port_of_a_load_balancer_is_open_under_its_own_number_until_the_service_goes()
    {
        var number = FreePort();
        await using var cluster = await ClusterFixture.StartAsync(options => options with { BalancesOwnPorts = true });
        await ApplyAsync(cluster, Shop);
        await ApplyAsync(cluster, $$"""
            apiVersion: v1
            kind: Service
            metadata: {name: own-number, namespace: default}
            spec:
              type: LoadBalancer
              selector: {app: web}
              ports: [{name: http, port: {{number}}, targetPort: 8080}]
            """);
        await cluster.UntilPodsAsync(1, 2, "default");

        var last = default((HttpStatusCode Status, string Body));
        await ClusterFixture.UntilAsync(
            async () => (last = await TryAsync(new Uri($"http://127.0.0.1:{number}/index.html"), "web")).Status == HttpStatusCode.OK, () => $"{last}");
        await cluster.KubectlAsync("delete", "svc", "own-number");

        Assert.Equal("hello\n", last.Body);
        await ClusterFixture.UntilAsync(async () => !await IsOpenAsync(number), () => "still open");
    }

    [Fact]
    public async Task Kubectl_shows_where_the_gateway_is()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        var port = Url(cluster, 80).Port;

        var shown = "";
        await ClusterFixture.UntilAsync(
            async () => (shown = (await cluster.KubectlAsync("get", "svc", "-n", "istio-system", "istio-ingressgateway")).Output).Contains("127.0.0.1", StringComparison.Ordinal),
            () => shown);

        Assert.Contains($",80:{port}/TCP,", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Egress_gateway_has_a_port_too()
    {
        await using var cluster = await ClusterFixture.StartAsync();

        await ClusterFixture.UntilAsync(
            () => Task.FromResult(cluster.Cluster.Gateways.Any(gateway => gateway.Name == "istio-egressgateway")), () => "no gateway");

        Assert.Equal(["istio-ingressgateway", "istio-egressgateway"], cluster.Cluster.Gateways.Select(gateway => gateway.Name));
        Assert.False(cluster.Cluster.Gateways[1].IsLoadBalancer);
        Assert.NotNull(cluster.Cluster.Gateways[1].FindUrl(443));
    }

    [Fact]
    public async Task Ports_are_the_same_after_a_restart()
    {
        // A name of its own: clusters of one name that run side by side take each other's ports.
        var name = $"ports-{Guid.NewGuid():N}"[..20];
        int before;
        await using (var first = await StartAsync(name))
        {
            before = Url(first, 443).Port;
        }

        await using var again = await StartAsync(name);

        Assert.Equal(before, Url(again, 443).Port);
    }

    [Fact]
    public async Task Port_is_closed_with_its_service()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        var port = Url(cluster, 80).Port;

        await cluster.KubectlAsync("delete", "svc", "-n", "istio-system", "istio-ingressgateway");

        await ClusterFixture.UntilAsync(
            () => Task.FromResult(cluster.Cluster.Gateways.All(gateway => gateway.Name != "istio-ingressgateway")), () => "still there");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var failure = await Assert.ThrowsAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, port, ClusterFixture.Token));
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<bool> IsOpenAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, ClusterFixture.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Task<ClusterFixture> StartAsync(string name) => ClusterFixture.StartAsync(
        options => options with { Folder = new LabHome(Path.GetDirectoryName(options.Folder.Folder)!).Open(name) });
}
