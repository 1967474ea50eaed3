using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

/// <summary>A cluster with the pod and Service <c>web</c> behind the ingress gateway, and a client outside.</summary>
public sealed class EdgeTown : IAsyncLifetime
{
    private const string Web = """
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
        """;

    private ClusterFixture? _cluster;

    internal ClusterFixture Cluster => _cluster!;

    internal TestAuthority Authority { get; } = new("edge");

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterFixture.StartAsync();
        await ApplyAsync(Web);
        await _cluster.UntilPodsAsync(3, 1, "istio-system");
        await _cluster.UntilPodsAsync(1, 2, "default");
    }

    public async ValueTask DisposeAsync()
    {
        Authority.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>Applies YAML, and waits until every proxy obeys it.</summary>
    internal async Task ApplyAsync(string yaml)
    {
        var result = await Cluster.KubectlAsync(["apply", "-f", "-"], yaml);
        Assert.True(result.ExitCode == 0, result.Error);
        await Cluster.Cluster.SettledAsync(ClusterFixture.Token);
    }

    /// <summary>A Secret of the namespace of the gateways.</summary>
    internal Task SecretAsync(string name, params (string Key, string Value)[] data) => ApplyAsync($"""
        apiVersion: v1
        kind: Secret
        metadata: {"{"}name: {name}, namespace: istio-system{"}"}
        data:
        {string.Join('\n', data.Select(pair => $"  {pair.Key}: {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"))}
        """);

    /// <summary>The port of this machine for a port of the ingress gateway's Service.</summary>
    internal int PortOf(int port) =>
        Cluster.Cluster.Gateways.Single(gateway => gateway.Name == "istio-ingressgateway").FindUrl(port)!.Port;

    /// <summary>A client that resolves every host to the gateway, as <c>curl --resolve</c> does, and trusts the town's authority.</summary>
    internal HttpClient Client(X509Certificate2? certificate = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, PortOf(context.DnsEndPoint.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            ClientCertificates = certificate is null ? null : [certificate],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { Authority.Certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    });

    /// <summary>The log of a gateway.</summary>
    internal async Task<string> LogAsync(string gateway = "istio-ingressgateway") =>
        (await Cluster.KubectlAsync("logs", "-n", "istio-system", $"deploy/{gateway}")).Output;

    /// <summary>Waits for a line of a gateway's access log.</summary>
    internal async Task<string> UntilLoggedAsync(Func<string, bool> condition, string gateway = "istio-ingressgateway")
    {
        var log = "";
        string? line = null;
        await ClusterFixture.UntilAsync(
            async () => (line = (log = await LogAsync(gateway)).Split('\n').FirstOrDefault(condition)) is not null, () => log);
        return line!;
    }
}
