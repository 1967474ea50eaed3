using System.Collections.Frozen;
using System.Text;
using IstioLab.Config.Discovery;
using IstioLab.Config.Explanation;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Explanation;

/// <summary>Routing by claims at a gateway, and what becomes of tokens that no rule accepts.</summary>
public sealed class TokenTests
{
    private const string Config = """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: { name: front, namespace: shop }
        spec:
          selector: { istio: ingress }
          servers: [ { port: { number: 80, name: http, protocol: HTTP }, hosts: [ "*" ] } ]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: front, namespace: shop }
        spec:
          hosts: [ a.example.com ]
          gateways: [ front ]
          http:
          - match: [ { headers: { "@request.auth.claims.scope": { exact: write } } } ]
            directResponse: { status: 201 }
          - match: [ { headers: { "@request.auth.claims.name": { exact: John } } } ]
            directResponse: { status: 202 }
          - match: [ { headers: { "@request.auth.claims.groups": { exact: dev } } } ]
            directResponse: { status: 203 }
          - directResponse: { status: 200 }
        ---
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: { name: tokens, namespace: istio-system }
        spec:
          jwtRules:
          - issuer: main
          - issuer: other
            fromHeaders: [ { name: x-token, prefix: "T " } ]
            spaceDelimitedClaims: [ groups ]
        """;

    private static readonly Explainer Explainer = new(MeshState.Empty.With(ConfigObjectReader.Read(Config).Objects));

    [Theory]
    [InlineData("", "", 200)]
    [InlineData("authorization", "Bearer {\"iss\":\"main\",\"scope\":\"read write\"}", 201)]
    [InlineData("authorization", "Bearer {\"iss\":\"main\",\"name\":\"John\"}", 202)]
    [InlineData("authorization", "Bearer {\"iss\":\"main\",\"name\":\"John Smith\"}", 200)]
    [InlineData("authorization", "Bearer {\"iss\":\"main\",\"groups\":[\"ops\",\"dev\"]}", 203)]
    [InlineData("authorization", "Bearer {\"iss\":\"main\",\"groups\":\"ops dev\"}", 200)]
    [InlineData("x-token", "T {\"iss\":\"other\",\"groups\":\"ops dev\"}", 203)]
    [InlineData("x-token", "{\"iss\":\"other\",\"groups\":\"ops dev\"}", 200)]
    [InlineData("authorization", "Bearer {\"iss\":\"stranger\"}", 401)]
    [InlineData("authorization", "Bearer {\"iss\":\"main\",\"exp\":1000}", 401)]
    [InlineData("authorization", "Bearer nonsense", 401)]
    [InlineData("authorization", "Basic nonsense", 200)]
    public void Token_decides(string header, string value, int status)
    {
        var claims = value.IndexOf('{', StringComparison.Ordinal);
        var text = claims < 0 ? value : value[..claims] + $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(value[claims..])).TrimEnd('=')}.e30";
        var request = new ExplainRequest
        {
            From = new ProxyIdentity
            {
                Type = ProxyType.Gateway,
                Namespace = "istio-system",
                Labels = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("istio", "ingress")], StringComparer.Ordinal),
            },
            Url = "http://a.example.com/",
            Headers = header.Length == 0 ? [] : [KeyValuePair.Create(header, text)],
        };

        var explanation = Explainer.Explain(request);

        Assert.Equal(status, explanation.Response!.Status);
        Assert.Equal(status == 401 ? "RequestAuthentication istio-system/tokens" : "VirtualService shop/front", explanation.Rule!.Resource);
    }
}
