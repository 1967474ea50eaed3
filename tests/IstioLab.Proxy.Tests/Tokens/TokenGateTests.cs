using System.Text.Json;
using IstioLab.Proxy.Tests.Mesh;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Proxy.Tests.Tokens;

/// <summary>RequestAuthentications at a gateway and at a sidecar: who passes, what a refused client sees, and what a token's claims change.</summary>
public sealed class TokenGateTests : IDisposable
{
    private static readonly string[] Groups = ["gold", "staff"];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TokenIssuer _issuer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Claims_choose_the_route_and_become_headers()
    {
        await using var mesh = await StartAsync();
        await using var gateway = await GatewayAsync(mesh);
        var (client, gold, basic) = await PodsAsync(mesh, gateway);
        var token = _issuer.Sign(new { iss = "main", group = Groups, sub = "ann", age = 7, exp = Now + 60 });

        Assert.Equal("basic", await GetAsync(client, gateway));
        Assert.Equal("gold", await GetAsync(client, gateway, ("Authorization", $"Bearer {token}"), ("x-who", "eve")));
        Assert.Equal("basic", await GetAsync(client, gateway, ("Authorization", $"Bearer {_issuer.Sign(new { iss = "main", group = "silver" })}")));

        var received = Assert.Single(gold.Received);
        Assert.Equal(("ann", "7"), (received.Headers["x-who"], received.Headers["x-age"]));
        Assert.Equal(token.Split('.')[1], received.Headers["x-payload"]);
        Assert.DoesNotContain("authorization", received.Headers.Keys);
        Assert.All(basic.Received, request => Assert.DoesNotContain("x-who", request.Headers.Keys));
    }

    [Theory]
    [InlineData("{\"iss\":\"main\",\"exp\":-61}", 401, "Jwt is expired")]
    [InlineData("{\"iss\":\"main\",\"exp\":-59}", 200, "")]
    [InlineData("{\"iss\":\"main\",\"nbf\":61}", 401, "Jwt not yet valid")]
    [InlineData("{\"iss\":\"other\"}", 401, "Jwt issuer is not configured")]
    [InlineData("{\"iss\":\"strict\",\"aud\":\"shop\"}", 200, "", "x-token")]
    [InlineData("{\"iss\":\"strict\",\"aud\":[\"a\",\"https://shop/\"]}", 200, "", "x-token")]
    [InlineData("{\"iss\":\"strict\",\"aud\":\"bank\"}", 403, "Audiences in Jwt are not allowed", "x-token")]
    [InlineData("", 401, "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections")]
    public async Task Token_that_is_refused_says_why(string claims, int status, string problem, string header = "Authorization")
    {
        await using var mesh = await StartAsync();
        await using var gateway = await GatewayAsync(mesh);
        var (client, _, basic) = await PodsAsync(mesh, gateway);
        var token = claims.Length == 0 ? "nonsense" : _issuer.Sign(Relative(claims));

        using var response = await client.Client.GetAsync(
            Url(gateway), "shop.example", Token, (header, header == "Authorization" ? $"Bearer {token}" : token));

        Assert.Equal(status, (int)response.StatusCode);
        if (problem.Length == 0)
            return;
        Assert.Equal(problem, await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("Bearer realm=\"http://shop.example/a?b=c\", error=\"invalid_token\"", Assert.Single(response.Headers.GetValues("www-authenticate")));
        var reason = Assert.Single(response.Headers.GetValues("x-istiolab-reason"));
        Assert.StartsWith("RequestAuthentication istio-system/tokens jwtRules ", reason, StringComparison.Ordinal);
        Assert.EndsWith($" refuses the token of the request: {problem}.", reason, StringComparison.Ordinal);
        Assert.Empty(basic.Received);
        await Wait.ForAsync(() => !gateway.AccessLog.IsEmpty);
        Assert.Contains($" {status} - jwt_authn_access_denied{{{problem.Replace(' ', '_')}}} ", gateway.AccessLog.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_needs_no_token_and_a_second_token_must_be_right_too()
    {
        await using var mesh = await StartAsync();
        await using var gateway = await GatewayAsync(mesh);
        var (client, _, _) = await PodsAsync(mesh, gateway);
        var good = ("Authorization", $"Bearer {_issuer.Sign(new { iss = "main" })}");

        using var preflight = await client.Client.SendAsync(
            HttpMethod.Options, Url(gateway), "shop.example", Token, ("Authorization", "Bearer nonsense"), ("Origin", "http://a"), ("Access-Control-Request-Method", "GET"));
        using var both = await client.Client.GetAsync(Url(gateway).Replace("b=c", "access_token=nonsense", StringComparison.Ordinal), "shop.example", Token, good);

        Assert.Equal(200, (int)preflight.StatusCode);
        Assert.Equal(401, (int)both.StatusCode);
    }

    [Fact]
    public async Task Sidecar_refuses_what_its_own_policy_does_not_accept()
    {
        await using var mesh = await StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync("server", "server");
        await mesh.AddPodAsync("open", "open");
        mesh.Service("server", "10.96.0.1");
        mesh.Service("open", "10.96.0.2");
        mesh.Apply(Policy("shop", "app: server"));
        var (bad, good) = (("Authorization", "Bearer nonsense"), ("Authorization", $"Bearer {_issuer.Sign(new { iss = "main", sub = "ann" })}"));

        using var refused = await client.Client.GetAsync("http://10.96.0.1/", "server", Token, bad);
        using var accepted = await client.Client.GetAsync("http://10.96.0.1/", "server", Token, good);
        using var anonymous = await client.Client.GetAsync("http://10.96.0.1/", "server", Token);
        using var elsewhere = await client.Client.GetAsync("http://10.96.0.2/", "open", Token, bad);

        Assert.Equal([401, 200, 200, 200], new[] { refused, accepted, anonymous, elsewhere }.Select(response => (int)response.StatusCode));
        Assert.Equal("ann", server.Received.First().Headers["x-who"]);
        await Wait.ForAsync(() => server.Records.Count == 3);
        Assert.Contains("jwt_authn_access_denied{Jwt_is_not_in_the_form", server.Records.First().ResponseCodeDetails, StringComparison.Ordinal);
    }

    private static string Url(TestGateway gateway) => $"http://{gateway.Proxy.Options.Pod.Address}:8080/a?b=c";

    private static Task<string> GetAsync(TestPod client, TestGateway gateway, params (string Name, string Value)[] headers) =>
        client.Client.GetStringAsync(Url(gateway), "shop.example", Token, headers);

    private static Task<TestGateway> GatewayAsync(TestMesh mesh) => TestGateway.StartAsync(mesh, "10.244.9.1");

    private Task<TestMesh> StartAsync() => TestMesh.StartAsync(_time);

    /// <summary>Times in the claims count from now.</summary>
    private Dictionary<string, object> Relative(string claims) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(claims)!
        .ToDictionary(claim => claim.Key, claim => claim.Value.ValueKind == JsonValueKind.Number ? Now + claim.Value.GetInt64() : (object)claim.Value);

    private async Task<(TestPod Client, TestPod Gold, TestPod Basic)> PodsAsync(TestMesh mesh, TestGateway gateway)
    {
        var client = await mesh.AddPodAsync("client", "client", sidecar: false);
        var gold = await mesh.AddPodAsync("gold", "gold", sidecar: false);
        var basic = await mesh.AddPodAsync("basic", "basic", sidecar: false);
        mesh.Service("gold", "10.96.0.1");
        mesh.Service("basic", "10.96.0.2");
        mesh.Apply(Policy("istio-system", "istio: ingressgateway"));
        mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: { name: front, namespace: shop }
            spec:
              selector: { istio: ingressgateway }
              servers: [ { port: { number: 8080, name: http, protocol: HTTP }, hosts: [ shop.example ] } ]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: front, namespace: shop }
            spec:
              hosts: [ shop.example ]
              gateways: [ front ]
              http:
              - match: [ { headers: { "@request.auth.claims.group": { exact: gold } } } ]
                route: [ { destination: { host: gold } } ]
              - route: [ { destination: { host: basic } } ]
            """);
        gateway.Apply();
        return (client, gold, basic);
    }

    private string Policy(string ns, string selector) => $$"""
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: { name: tokens, namespace: {{ns}} }
        spec:
          selector: { matchLabels: { {{selector}} } }
          jwtRules:
          - issuer: main
            jwks: '{{_issuer.Jwks}}'
            outputPayloadToHeader: x-payload
            outputClaimToHeaders: [ { header: x-who, claim: sub }, { header: x-age, claim: age } ]
          - issuer: strict
            jwks: '{{_issuer.Jwks}}'
            audiences: [ shop ]
            fromHeaders: [ { name: x-token } ]
        """;
}
