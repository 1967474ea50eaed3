using System.Collections.Concurrent;
using k8s;
using k8s.Models;

namespace IstioLab.Cluster.Tests.Embedded.Clusters;

public sealed class RolloutTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rollout_under_load_fails_no_request(bool injected)
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await cluster.ApplyAsync(ClusterFixture.LabFile("canary", "01-deploy-apps.yaml"));
        if (injected) await cluster.KubectlAsync("label", "namespace", "nolen", "istio-injection=enabled");
        if (injected) await cluster.KubectlAsync("-n", "nolen", "rollout", "restart", "deployment");
        await cluster.UntilPodsAsync(3, injected ? 2 : 1);
        await cluster.KubectlAsync("-n", "nolen", "scale", "deployment/apps-v1", "--replicas=3");
        await cluster.UntilPodsAsync(5, injected ? 2 : 1);

        var stop = false;
        var codes = new ConcurrentBag<string>();
        var load = Task.Run(async () =>
        {
            while (!Volatile.Read(ref stop))
            {
                var output = await cluster.ExecAsync(
                    "app=client-test", "sh", "-c", "i=0; while [ $i -lt 25 ]; do curl -s -o /dev/null -w '%{http_code}\\n' http://apps-svc-v1; i=$((i+1)); done");
                foreach (var code in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)) codes.Add(code);
            }
        }, ClusterFixture.Token);
        for (var round = 0; round < 3; round++)
        {
            await RestartAsync(cluster, round);
            await cluster.UntilPodsAsync(5, injected ? 2 : 1);
        }

        Volatile.Write(ref stop, true);
        await load;

        Assert.True(codes.Count > 50, $"Only {codes.Count} requests were sent.");
        Assert.All(codes, code => Assert.Equal("200", code));
    }

    private static async Task RestartAsync(ClusterFixture cluster, int round)
    {
        var before = await cluster.Client.ReadNamespacedDeploymentAsync("apps-v1", "nolen", cancellationToken: ClusterFixture.Token);
        await cluster.Client.PatchNamespacedDeploymentAsync(
            new V1Patch($"{{\"spec\":{{\"template\":{{\"metadata\":{{\"annotations\":{{\"round\":\"{round}\"}}}}}}}}}}", V1Patch.PatchType.MergePatch),
            "apps-v1", "nolen", cancellationToken: ClusterFixture.Token);
        await ClusterFixture.UntilAsync(async () =>
        {
            var now = await cluster.Client.ReadNamespacedDeploymentAsync("apps-v1", "nolen", cancellationToken: ClusterFixture.Token);
            return now.Status.ObservedGeneration > before.Status.ObservedGeneration && now.Status.UpdatedReplicas == 3 && now.Status.Replicas == 3
                && now.Status.AvailableReplicas == 3;
        }, () => "the rollout did not end");
    }
}
