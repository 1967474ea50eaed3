using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

public sealed class GatewayRoutesTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    private static CancellationToken Token => ClusterFixture.Token;

    [Fact]
    public async Task Https_redirect_answers_301_before_any_route()
    {
        await town.ApplyAsync("""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: redirect, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: [redirect.example.com]
                tls: {httpsRedirect: true}
            """);
        using var client = town.Client();

        using var answer = await client.GetAsync(new Uri("http://redirect.example.com/a?b=c"), Token);

        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal("https://redirect.example.com/a?b=c", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Passthrough_leads_by_server_name_and_the_server_outside_ends_tls()
    {
        await using var one = new OutsideServer(town.Authority.IssuePair("one", "one.example.org"));
        await using var two = new OutsideServer(town.Authority.IssuePair("two", "two.example.org"));
        await town.ApplyAsync($$$"""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: passthrough, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 443, name: tls-passthrough, protocol: TLS}
                hosts: [one.example.org, two.example.org]
                tls: {mode: PASSTHROUGH}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: passthrough, namespace: default}
            spec:
              hosts: [one.example.org, two.example.org]
              gateways: [passthrough]
              tls:
              - match: [{sniHosts: [one.example.org]}]
                route: [{destination: {host: one.example.org, port: {number: 8443} } } ]
              - match: [{sniHosts: [two.example.org]}]
                route: [{destination: {host: two.example.org, port: {number: 8443} } } ]
            ---
            {{{Outside("one", one.Port)}}}
            ---
            {{{Outside("two", two.Port)}}}
            """);
        using var client = town.Client();

        Assert.Equal("outside GET /1 HTTP/1.1\n", await client.GetStringAsync(new Uri("https://one.example.org/1"), Token));
        Assert.Equal("outside GET /2 HTTP/1.1\n", await client.GetStringAsync(new Uri("https://two.example.org/2"), Token));

        Assert.Equal((1, 1), (one.Requests.Count, two.Requests.Count));
        var line = await town.UntilLoggedAsync(text => text.EndsWith(" two.example.org -", StringComparison.Ordinal));
        Assert.Contains(" outbound|8443||two.example.org ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_port_leads_to_the_destination_of_the_tcp_rule()
    {
        await using var outside = new OutsideServer();
        await town.ApplyAsync($$$"""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: tcp, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 31400, name: tcp, protocol: TCP}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: tcp, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [tcp]
              tcp: [{match: [{port: 31400}], route: [{destination: {host: tcp.example.org, port: {number: 8443} } } ]} ]
            ---
            {{{Outside("tcp", outside.Port)}}}
            """);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, town.PortOf(31400), Token);
        await using var stream = new NetworkStream(socket);

        await stream.WriteAsync("GET /tcp HTTP/1.1\r\n\r\n"u8.ToArray(), Token);

        Assert.EndsWith("outside GET /tcp HTTP/1.1\n", await new StreamReader(stream).ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_of_ones_own_is_injected_and_gets_ports_of_its_own()
    {
        await town.ApplyAsync("""
            apiVersion: v1
            kind: Namespace
            metadata: {name: edge}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: own-gateway, namespace: edge}
            spec:
              type: LoadBalancer
              selector: {istio: own}
              ports: [{name: http, port: 80, targetPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: own-gateway, namespace: edge}
            spec:
              selector: {matchLabels: {istio: own}}
              template:
                metadata:
                  annotations: {inject.istio.io/templates: gateway}
                  labels: {istio: own, sidecar.istio.io/inject: "true"}
                spec:
                  containers: [{name: istio-proxy, image: auto}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: own, namespace: edge}
            spec:
              selector: {istio: own}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: own, namespace: edge}
            spec:
              hosts: ["*"]
              gateways: [own]
              http: [{route: [{destination: {host: web.default.svc.cluster.local}}]}]
            """);
        await town.Cluster.UntilPodsAsync(1, 1, "edge");
        using var client = new HttpClient();

        var url = town.Cluster.Cluster.Gateways.Single(gateway => gateway.Name == "own-gateway").FindUrl(80);

        string? body = null;
        await ClusterFixture.UntilAsync(
            async () => (body = await TryAsync(client, url!)) is not null, () => $"nothing from {url}");
        Assert.Equal("hello\n", body);
    }

    [Fact]
    public async Task Client_certificate_is_told_to_the_service()
    {
        using var clients = new TestAuthority("clients");
        await using var outside = new OutsideServer();
        var (certificate, key) = town.Authority.Issue("told", "told.example.com");
        await town.SecretAsync("told-cert", ("tls.crt", certificate), ("tls.key", key), ("ca.crt", clients.Pem));
        await town.ApplyAsync($$$"""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: told, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 443, name: https-told, protocol: HTTPS}
                hosts: [told.example.com]
                tls: {mode: MUTUAL, credentialName: told-cert}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: told, namespace: default}
            spec:
              hosts: [told.example.com]
              gateways: [told]
              http: [{route: [{destination: {host: told.example.org, port: {number: 8443} } } ]} ]
            ---
            {{{Outside("told", outside.Port).Replace("protocol: TLS", "protocol: HTTP", StringComparison.Ordinal)}}}
            """);
        using var friend = clients.IssuePair("friend", "spiffe://partner/ns/x/sa/y");
        using var client = town.Client(friend);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://told.example.com/");
        request.Headers.Add("x-forwarded-client-cert", "Hash=forged");

        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var received = Assert.Single(outside.Requests);
        Assert.Contains("x-forwarded-client-cert: Hash=", received, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(";Subject=\"CN=friend\";URI=spiffe://partner/ns/x/sa/y", received, StringComparison.Ordinal);
        Assert.DoesNotContain("forged", received, StringComparison.Ordinal);
        Assert.Contains("x-forwarded-proto: https", received, StringComparison.OrdinalIgnoreCase);
    }

    private static string Outside(string name, int port) => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: {{name}}, namespace: default }
        spec:
          hosts: [{{name}}.example.org]
          ports: [{number: 8443, name: outside, protocol: TLS, targetPort: {{port}} }]
          resolution: STATIC
          endpoints: [{address: 192.168.65.254}]
        """;

    private static async Task<string?> TryAsync(HttpClient client, Uri url)
    {
        try
        {
            using var answer = await client.GetAsync(url, Token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(Token) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
