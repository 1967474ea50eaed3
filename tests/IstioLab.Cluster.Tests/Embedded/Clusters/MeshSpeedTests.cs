using System.Net;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using k8s;

namespace IstioLab.Cluster.Tests.Embedded.Clusters;

public sealed class MeshSpeedTests
{
    [Fact]
    public async Task Rule_changed_is_obeyed_by_requests_at_once_and_none_fails()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await cluster.ApplyAsync(ClusterFixture.LabFile("canary", "01-deploy-apps.yaml"), ClusterFixture.LabFile("canary", "02-apps-vs.yaml"));
        await cluster.KubectlAsync("label", "namespace", "nolen", "istio-injection=enabled");
        await cluster.KubectlAsync("-n", "nolen", "rollout", "restart", "deployment");
        var pods = await cluster.UntilPodsAsync(3, 2);
        var client = pods.First(pod => pod.Metadata.Labels["app"] == "client-test");
        var service = await cluster.Client.ReadNamespacedServiceAsync("apps-svc-all", "nolen", cancellationToken: ClusterFixture.Token);
        using var http = Http(cluster, client.Metadata.Name, IPAddress.Parse(service.Spec.ClusterIP));

        var times = new List<double>();
        for (var change = 0; change < 200; change++)
        {
            var expected = change % 2 == 0 ? "c1" : "c2";
            await cluster.Cluster.Api.ChangeAsync(Resources.VirtualServices, "nolen", "apps-svc-all-vs", null, node =>
            {
                var routes = node.Items("spec", "http").First().Items("route").ToList();
                routes[0]["weight"] = expected == "c1" ? 100 : 0;
                routes[1]["weight"] = expected == "c2" ? 100 : 0;
                return true;
            }, WriteOptions.Internal, ClusterFixture.Token);
            var started = TimeProvider.System.GetTimestamp();
            while ((await http.GetStringAsync("http://apps-svc-all/", ClusterFixture.Token)).Trim() != expected)
            {
                Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 30);
            }

            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"p10 {times[20]:0.0} ms, p50 {times[100]:0.0} ms, p99 {times[197]:0.0} ms");

        // Larger percentiles are figures of benchmarks: a machine that runs other tests beside this one has pauses of its own.
        Assert.InRange(times[20], 0, 50);
    }

    private static HttpClient Http(ClusterFixture cluster, string pod, IPAddress service) => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        ConnectCallback = async (context, cancellation) =>
            (await cluster.Cluster.Node.FindPod("nolen", pod)!.DialAsync(new IPEndPoint(service, context.DnsEndPoint.Port), cancellation)).Stream,
    });
}
