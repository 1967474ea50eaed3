using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

public sealed class GatewayTlsTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    private static CancellationToken Token => ClusterFixture.Token;

    private Task OpenAsync(string name, string tls, string protocol = "HTTPS") => town.ApplyAsync($$"""
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: { name: {{name}}, namespace: default }
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: { number: 443, name: https-{{name}}, protocol: {{protocol}} }
            hosts: ["{{name}}.example.com"]
            tls: {{tls}}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: {{name}}, namespace: default }
        spec:
          hosts: ["{{name}}.example.com"]
          gateways: [{{name}}]
          http:
          - route: [{ destination: { host: web } }]
        """);

    private async Task<string> GetAsync(string name, X509Certificate2? certificate = null)
    {
        using var client = town.Client(certificate);
        return await client.GetStringAsync(new Uri($"https://{name}.example.com/"), Token);
    }

    private async Task<HttpRequestException> FailAsync(string name, X509Certificate2? certificate = null) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(name, certificate));

    private Task ServerSecretAsync(string name, params (string Key, string Value)[] more)
    {
        var (certificate, key) = town.Authority.Issue(name, $"{name}.example.com");
        return town.SecretAsync($"{name}-cert", [("tls.crt", certificate), ("tls.key", key), .. more]);
    }

    [Fact]
    public async Task Simple_serves_a_host_with_the_certificate_of_its_secret_over_http_1_and_2()
    {
        await ServerSecretAsync("simple");
        await OpenAsync("simple", "{mode: SIMPLE, credentialName: simple-cert}");
        using var client = town.Client();

        using var first = await client.GetAsync(new Uri("https://simple.example.com/"), Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("https://simple.example.com/"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var second = await client.SendAsync(request, Token);

        Assert.Equal("hello\n", await first.Content.ReadAsStringAsync(Token));
        Assert.Equal("hello\n", await second.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpVersion.Version20, second.Version);
        var line = await town.UntilLoggedAsync(text => text.Contains(" simple.example.com ", StringComparison.Ordinal));
        Assert.EndsWith(" simple.example.com -", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_that_is_renewed_is_shown_at_the_next_connection()
    {
        await ServerSecretAsync("renewed");
        await OpenAsync("renewed", "{mode: SIMPLE, credentialName: renewed-cert}");
        var before = await ShownAsync("renewed.example.com");

        await ServerSecretAsync("renewed");

        Assert.NotEqual(before, await ShownAsync("renewed.example.com"));
    }

    [Theory]
    [InlineData("{mode: SIMPLE, credentialName: nowhere-cert}", "Secret 'istio-system/nowhere-cert' does not exist")]
    [InlineData("{mode: SIMPLE, serverCertificate: /etc/none.crt, privateKey: /etc/none.key}", "File '/etc/none.crt' does not exist in the proxy's container")]
    public async Task Server_without_its_certificate_resets_and_proxy_config_says_why(string tls, string reason)
    {
        var name = $"absent{reason.Length}";
        await OpenAsync(name, tls);

        await FailAsync(name);

        await town.UntilLoggedAsync(text => text.Contains($" NR no_certificate - ", StringComparison.Ordinal) && text.EndsWith($" {name}.example.com -", StringComparison.Ordinal));
        var pod = (await town.Cluster.PodsAsync("istio-system")).Single(each => each.Metadata.Name.StartsWith("istio-ingressgateway", StringComparison.Ordinal));
        var dump = await town.Cluster.KubectlAsync("get", "--raw", $"/api/v1/namespaces/istio-system/pods/{pod.Metadata.Name}:15000/proxy/listeners");
        Assert.Contains(reason.Replace("'", "\\u0027", StringComparison.Ordinal), dump.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_that_comes_later_opens_the_server()
    {
        await OpenAsync("later", "{mode: SIMPLE, credentialName: later-cert}");
        await FailAsync("later");

        await ServerSecretAsync("later");

        Assert.Equal("hello\n", await GetAsync("later"));
    }

    [Fact]
    public async Task Unknown_server_name_is_closed()
    {
        await ServerSecretAsync("known");
        await OpenAsync("known", "{mode: SIMPLE, credentialName: known-cert}");

        await FailAsync("unknown");

        await town.UntilLoggedAsync(text => text.Contains(" NR filter_chain_not_found ", StringComparison.Ordinal) && text.EndsWith(" unknown.example.com -", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ca.crt", null)]
    [InlineData(null, "cacert")]
    public async Task Mutual_takes_clients_of_its_authority_alone(string? inSecret, string? beside)
    {
        var name = $"mutual-{inSecret?.Length ?? 0}";
        using var clients = new TestAuthority("clients");
        using var strangers = new TestAuthority("strangers");
        await ServerSecretAsync(name, inSecret is null ? [] : [(inSecret, clients.Pem)]);
        if (beside is not null) await town.SecretAsync($"{name}-cert-cacert", (beside, clients.Pem));
        await OpenAsync(name, $"{{mode: MUTUAL, credentialName: {name}-cert}}");
        using var friend = clients.IssuePair("friend");
        using var stranger = strangers.IssuePair("stranger");

        Assert.Equal("hello\n", await GetAsync(name, friend));
        await FailAsync(name);
        await FailAsync(name, stranger);
    }

    [Fact]
    public async Task Mutual_takes_the_names_that_the_server_lists()
    {
        using var clients = new TestAuthority("clients");
        await ServerSecretAsync("named", ("ca.crt", clients.Pem));
        await OpenAsync("named", "{mode: MUTUAL, credentialName: named-cert, subjectAltNames: [\"spiffe://partner/ns/x/sa/y\"]}");
        using var partner = clients.IssuePair("partner", "spiffe://partner/ns/x/sa/y");
        using var other = clients.IssuePair("other", "spiffe://partner/ns/x/sa/z");

        Assert.Equal("hello\n", await GetAsync("named", partner));
        await FailAsync("named", other);
    }

    [Fact]
    public async Task Optional_mutual_takes_clients_without_a_certificate_and_none_with_a_strange_one()
    {
        using var clients = new TestAuthority("clients");
        using var strangers = new TestAuthority("strangers");
        await ServerSecretAsync("optional", ("ca.crt", clients.Pem));
        await OpenAsync("optional", "{mode: OPTIONAL_MUTUAL, credentialName: optional-cert}");
        using var friend = clients.IssuePair("friend");
        using var stranger = strangers.IssuePair("stranger");

        Assert.Equal("hello\n", await GetAsync("optional"));
        Assert.Equal("hello\n", await GetAsync("optional", friend));
        await FailAsync("optional", stranger);
    }

    [Fact]
    public async Task Version_below_the_lowest_is_refused()
    {
        await ServerSecretAsync("modern");
        await OpenAsync("modern", "{mode: SIMPLE, credentialName: modern-cert, minProtocolVersion: TLSV1_3}");

        await using (var stream = await ConnectAsync(town.PortOf(443)))
        {
            await stream.AuthenticateAsClientAsync(Options("modern.example.com", SslProtocols.Tls13), Token);
            Assert.Equal(SslProtocols.Tls13, stream.SslProtocol);
        }

        await using var old = await ConnectAsync(town.PortOf(443));
        await Assert.ThrowsAnyAsync<Exception>(() => old.AuthenticateAsClientAsync(Options("modern.example.com", SslProtocols.Tls12), Token));
    }

    [Fact]
    public async Task Plain_request_to_a_port_of_https_is_closed()
    {
        await ServerSecretAsync("plain");
        await OpenAsync("plain", "{mode: SIMPLE, credentialName: plain-cert}");
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{town.PortOf(443)}/"), Token));
    }

    private SslClientAuthenticationOptions Options(string host, SslProtocols protocols) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = protocols,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { town.Authority.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    private static async Task<SslStream> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, Token);
        return new SslStream(new NetworkStream(socket, ownsSocket: true));
    }

    private async Task<string> ShownAsync(string host)
    {
        await using var stream = await ConnectAsync(town.PortOf(443));
        await stream.AuthenticateAsClientAsync(Options(host, SslProtocols.None), Token);
        return stream.RemoteCertificate!.GetCertHashString();
    }
}
