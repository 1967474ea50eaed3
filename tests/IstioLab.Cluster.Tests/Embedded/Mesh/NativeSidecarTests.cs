using System.Text;
using IstioLab.Cluster.Tests.Embedded.Clusters;
using IstioLab.Cluster.Tests.Embedded.Edge;

namespace IstioLab.Cluster.Tests.Embedded.Mesh;

/// <summary>A pod that asks for its sidecar as an init container that goes on running.</summary>
public sealed class NativeSidecarTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    private static CancellationToken Token => ClusterFixture.Token;

    [Fact]
    public async Task Pod_with_a_native_sidecar_is_ready_takes_and_sends_requests_and_ends_in_peace()
    {
        await town.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: native
              namespace: default
              labels: { app: native, sidecar.istio.io/inject: "true" }
              annotations: { sidecar.istio.io/nativeSidecar: "true" }
            spec:
              initContainers:
              - { name: prepare, image: busybox, command: [wget, -q, -O, /dev/null, "http://web.default.svc.cluster.local/"] }
              containers:
              - name: c1
                image: busybox
                command: [sh, -c, "echo native > /var/www/index.html; httpd -f -p 8080 -h /var/www"]
                readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 1 }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: native, namespace: default }
            spec: { selector: { app: native }, ports: [ { name: http, port: 80, targetPort: 8080 } ] }
            """);
        var row = "";
        await ClusterFixture.UntilAsync(
            async () => (row = (await town.Cluster.KubectlAsync("get", "pod", "native", "--no-headers")).Output).Contains("2/2", StringComparison.Ordinal),
            () => row);
        await town.Cluster.Cluster.SettledAsync(Token);

        Assert.EndsWith("native\n", await GetAsync("web", "native"), StringComparison.Ordinal);
        Assert.EndsWith("hello\n", await GetAsync("native", "web"), StringComparison.Ordinal);
        var deleted = await town.Cluster.KubectlAsync("delete", "pod", "native");
        Assert.True(deleted.ExitCode == 0, deleted.Error);
        Assert.DoesNotContain("FailedPreStopHook", (await town.Cluster.KubectlAsync("get", "events")).Output, StringComparison.Ordinal);
    }

    private async Task<string> GetAsync(string from, string host)
    {
        await using var stream = await town.Cluster.Cluster.DialAsync("default", from, host, 80, Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), Token);
        return await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync(Token);
    }
}
