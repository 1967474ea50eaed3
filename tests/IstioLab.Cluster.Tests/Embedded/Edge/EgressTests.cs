using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

public sealed class EgressTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    private static CancellationToken Token => ClusterFixture.Token;

    /// <summary>What the pod <c>web</c>, which has a sidecar, gets; status and body.</summary>
    private async Task<(int Status, string Body)> GetAsync(string host, int port = 80, string path = "/", string? from = null)
    {
        await using var stream = await town.Cluster.Cluster.DialAsync("default", from ?? "web", host, port, Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), Token);
        var answer = await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync(Token);
        Assert.True(answer.Length > 0, $"'{host}:{port}' closed the connection without an answer.");
        var parts = answer.Split("\r\n\r\n", 2);
        return (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), parts[1]);
    }

    [Fact]
    public async Task Unknown_host_passes_to_the_machine_by_its_name_in_pods()
    {
        await using var outside = new OutsideServer();

        var (status, body) = await GetAsync("host.docker.internal", outside.Port, "/through");

        Assert.Equal((200, "outside GET /through HTTP/1.1\n"), (status, body));
    }

    [Fact]
    public async Task Static_entry_leads_its_host_to_its_endpoints()
    {
        await using var outside = new OutsideServer();
        await town.ApplyAsync($$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: static, namespace: default}
            spec:
              hosts: [static.example.net]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              location: MESH_EXTERNAL
              endpoints: [{address: 192.168.65.254, ports: {http: {{outside.Port}} } }]
            """);

        var (status, body) = await GetAsync("static.example.net");

        Assert.Equal((200, "outside GET / HTTP/1.1\n"), (status, body));
        Assert.Contains("Host: static.example.net\r\n", Assert.Single(outside.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Dns_entry_resolves_its_endpoints()
    {
        await using var outside = new OutsideServer();
        await town.ApplyAsync($$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: dns, namespace: default}
            spec:
              hosts: [dns.example.net]
              ports: [{number: 80, name: http, protocol: HTTP, targetPort: {{outside.Port}} }]
              resolution: DNS
              location: MESH_EXTERNAL
              endpoints: [{address: host.k3d.internal}]
            """);

        var answer = default((int Status, string Body));
        await ClusterFixture.UntilAsync(async () => (answer = await GetAsync("dns.example.net")).Status == 200, () => $"{answer}");

        Assert.Equal("outside GET / HTTP/1.1\n", answer.Body);
    }

    [Fact]
    public async Task Dns_entry_whose_name_nobody_knows_has_no_healthy_upstream()
    {
        await town.ApplyAsync("""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: lost, namespace: default}
            spec:
              hosts: [lost.invalid]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: DNS
              location: MESH_EXTERNAL
            """);

        Assert.Equal((503, "no healthy upstream"), await GetAsync("lost.invalid"));
    }

    [Fact]
    public async Task Registry_only_refuses_what_no_entry_names()
    {
        await using var outside = new OutsideServer();
        await town.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: strict, namespace: default, labels: {app: strict, sidecar.istio.io/inject: "true"}}
            spec:
              containers: [{name: c1, image: busybox, command: [sleep, "3600"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: strict, namespace: default}
            spec:
              workloadSelector: {labels: {app: strict}}
              outboundTrafficPolicy: {mode: REGISTRY_ONLY}
              egress: [{hosts: ["*/*"]}]
            """);
        await town.Cluster.UntilPodsAsync(2, 2, "default");

        Assert.Equal((502, ""), await GetAsync("host.docker.internal", 80, from: "strict"));
        await using var stream = await town.Cluster.Cluster.DialAsync("default", "strict", "host.docker.internal", outside.Port, Token);
        Assert.Equal(0, await ReadOrZeroAsync(stream));
        Assert.Empty(outside.Requests);
    }

    [Theory]
    [InlineData("simple", "{mode: SIMPLE, sni: simple.example.org, caCertificates: /etc/none.pem}", "Secret is not supplied by SDS", null)]
    [InlineData("verified", "{mode: SIMPLE, credentialName: verified-ca}", null, "verified.example.org")]
    [InlineData("skipped", "{mode: SIMPLE, insecureSkipVerify: true}", null, "skipped.example.org")]
    [InlineData("named", "{mode: SIMPLE, insecureSkipVerify: true, sni: other.example.org}", null, "other.example.org")]
    [InlineData("strange", "{mode: SIMPLE}", "CERTIFICATE_VERIFY_FAILED", null)]
    public async Task Sidecar_begins_tls(string name, string tls, string? failure, string? serverName)
    {
        await using var outside = new OutsideServer(town.Authority.IssuePair(name, $"{name}.example.org"));
        await town.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: verified-ca, namespace: default }
            data: { ca.crt: {{Convert.ToBase64String(Encoding.ASCII.GetBytes(town.Authority.Pem))}} }
            ---
            {{Secured(name, outside.Port, tls)}}
            """);

        var (status, body) = await GetAsync($"{name}.example.org");

        if (failure is null)
        {
            Assert.Equal((200, "outside GET / HTTP/1.1\n"), (status, body));
            Assert.Equal([serverName], outside.ServerNames);
            return;
        }

        Assert.Equal(503, status);
        Assert.Contains(failure, body, StringComparison.Ordinal);
        Assert.Empty(outside.Requests);
    }

    [Fact]
    public async Task Sidecar_shows_the_certificate_of_its_secret()
    {
        using var clients = new TestAuthority("partners");
        await using var outside = new OutsideServer(town.Authority.IssuePair("partner", "partner.example.org"), clients);
        var (certificate, key) = clients.Issue("web");
        await town.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: partner, namespace: default }
            stringData:
              tls.crt: {{System.Text.Json.JsonSerializer.Serialize(certificate)}}
              tls.key: {{System.Text.Json.JsonSerializer.Serialize(key)}}
              ca.crt: {{System.Text.Json.JsonSerializer.Serialize(town.Authority.Pem)}}
            ---
            {{Secured("partner", outside.Port, "{mode: MUTUAL, credentialName: partner}")}}
            """);

        Assert.Equal((200, "outside GET / HTTP/1.1\n"), await GetAsync("partner.example.org"));
    }

    [Fact]
    public async Task Tls_of_the_application_passes_by_its_server_name()
    {
        await using var outside = new OutsideServer(town.Authority.IssuePair("passed", "passed.example.org"));
        await town.ApplyAsync($$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: passed, namespace: default}
            spec:
              hosts: [passed.example.org]
              ports: [{number: 443, name: tls, protocol: TLS}]
              resolution: STATIC
              endpoints: [{address: 192.168.65.254, ports: {tls: {{outside.Port}} } }]
            """);
        await using var stream = new SslStream(await town.Cluster.Cluster.DialAsync("default", "web", "passed.example.org", 443, Token));

        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "passed.example.org",
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { town.Authority.Certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            Token);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: passed.example.org\r\n\r\n"u8.ToArray(), Token);

        Assert.EndsWith("outside GET / HTTP/1.1\n", await new StreamReader(stream).ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    private static string Secured(string name, int port, string tls) => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: {{name}}, namespace: default }
        spec:
          hosts: [{{name}}.example.org]
          ports: [{number: 80, name: http-for-tls, protocol: HTTP, targetPort: {{port}} }]
          resolution: STATIC
          endpoints: [{address: 192.168.65.254}]
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: {{name}}, namespace: default }
        spec:
          host: {{name}}.example.org
          trafficPolicy:
            portLevelSettings:
            - port: {number: 80}
              tls: {{tls}}
        """;

    private static async Task<int> ReadOrZeroAsync(Stream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1], Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
