using System.Text;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

public sealed class SidecarIngressTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    [Fact]
    public async Task Ingress_of_a_sidecar_leads_a_port_to_another_of_the_application()
    {
        await town.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: inner, namespace: default, labels: {app: inner, sidecar.istio.io/inject: "true"}}
            spec:
              containers:
              - name: c1
                image: busybox
                command: [sh, -c, "echo inner > /var/www/index.html; httpd -f -p 8081 -h /var/www"]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: inner, namespace: default}
            spec:
              selector: {app: inner}
              ports: [{name: http, port: 80, targetPort: 9080}]
            """);
        await town.Cluster.UntilPodsAsync(2, 2, "default");
        Assert.Contains("HTTP/1.1 503 ", await GetAsync(), StringComparison.Ordinal);

        await town.ApplyAsync("""
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: inner, namespace: default}
            spec:
              workloadSelector: {labels: {app: inner}}
              ingress: [{port: {number: 9080, protocol: HTTP, name: http}, defaultEndpoint: "127.0.0.1:8081"}]
              egress: [{hosts: ["./*"]}]
            """);

        Assert.EndsWith("\r\n\r\ninner\n", await GetAsync(), StringComparison.Ordinal);
    }

    private async Task<string> GetAsync()
    {
        await using var stream = await town.Cluster.Cluster.DialAsync("default", "web", "inner", 80, ClusterFixture.Token);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: inner\r\nConnection: close\r\n\r\n"u8.ToArray(), ClusterFixture.Token);
        return await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync(ClusterFixture.Token);
    }
}
