using System.Net;
using IstioLab.Config.Tests.Vectors;
using IstioLab.Proxy.Tests.Mesh;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tests.Vectors;

/// <summary>An application that listens on 127.0.0.1 alone, sent a request through two real sidecars.</summary>
public sealed class IngressEndpointTests
{
    private const string File = "routes.sample.jsonl";
    private const int ApplicationPort = 18084;

    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata: { name: b, namespace: shop }
        spec:
          clusterIP: 10.96.0.1
          selector: { app: b }
          ports:
          - { name: http-localhost, port: 84, targetPort: 18084 }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: b-1, namespace: shop, labels: { kubernetes.io/service-name: b } }
        addressType: IPv4
        ports:
        - { name: http-localhost, port: 18084 }
        endpoints:
        - { addresses: [ADDRESS], conditions: { ready: true } }
        """;

    public static TheoryData<int, string> Rows() => VectorFile.Rows(File, row =>
        VectorFile.Text(row["source"]).Contains("instanceIPTests", StringComparison.Ordinal) && (int)row["request"]!["port"]! == 84);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Request_gets_the_status_that_Istio_gives(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));

        var status = await SendAsync(VectorFile.Text(row["config"]).Replace("namespace: echo", "namespace: shop", StringComparison.Ordinal));

        Assert.Equal((int)row["expect"]!["status"]!, (int)status);
    }

    [Theory]
    [InlineData("127.0.0.1:18084", HttpStatusCode.OK)]
    [InlineData("0.0.0.0:18084", HttpStatusCode.ServiceUnavailable)]
    [InlineData("", HttpStatusCode.ServiceUnavailable)]
    public async Task Default_endpoint_says_where_the_application_is_called(string endpoint, HttpStatusCode expected)
    {
        var line = endpoint.Length > 0 ? $"defaultEndpoint: {endpoint}" : "";

        var status = await SendAsync($"""
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata:
              name: b
              namespace: shop
            spec:
              workloadSelector:
                labels:
                  app: b
              ingress:
              - port:
                  number: 18084
                  protocol: HTTP
                  name: http
                {line}
            """);

        Assert.Equal(expected, status);
    }

    private static async Task<HttpStatusCode> SendAsync(string config)
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("a", "a");
        var server = await mesh.AddPodAsync("b", "b", port: 0);
        await using var application = mesh.Server.Serve(
            server.Network.Listen(ApplicationPort, loopbackOnly: true), context => context.Response.WriteAsync("b"));
        mesh.Apply(Service.Replace("ADDRESS", server.Address.ToString(), StringComparison.Ordinal));
        mesh.Apply(config);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://10.96.0.1:84/");
        request.Headers.Host = "b";

        using var response = await client.Client.SendAsync(request, TestContext.Current.CancellationToken);

        return response.StatusCode;
    }
}
