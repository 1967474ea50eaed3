using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;
using IstioLab.Labs.Targets;
using IstioLab.Labs.Tests.Api;
using IstioLab.Labs.Tests.Definitions;

namespace IstioLab.Labs.Tests.Running;

public sealed class ReadyWaitTests
{
    private const string Pods = "api/v1/namespaces/nolen/pods";
    private const string Deployments = "apis/apps/v1/namespaces/nolen/deployments";
    private const string Done = """{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1}""";

    private static readonly LabDefinition s_lab = new LabLibrary(RepositoryFolder.Labs).Load("canary").Lab! with
    {
        Target = new LabTarget { Look = TimeSpan.FromMilliseconds(1), PullPatience = TimeSpan.Zero },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_that_is_away_for_a_moment_is_waited_for()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.AddList(Pods, """{"metadata":{"name":"a","namespace":"nolen"},"spec":{"containers":[{"name":"c1"}]},"status":{"phase":"Running","containerStatuses":[{"name":"c1","ready":true}]}}""");
        server.AddList(Deployments, Deployment("apps-v1", Done), Deployment("apps-v2", Done), Deployment("apps-client", Done));
        var calls = 0;
        server.First = context =>
        {
            var away = Interlocked.Increment(ref calls) <= 4;
            if (away)
            {
                context.Abort();
            }

            return Task.FromResult(away);
        };

        await new ReadyWait(server.Api, s_lab, TimeProvider.System).WaitAsync(s_lab.Steps[0], TimeSpan.FromMinutes(1), Token);

        Assert.True(calls > 4);
    }

    [Fact]
    public async Task Pods_that_the_cluster_refuses_are_told_with_its_reason()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.AddList(Pods);
        server.AddList(Deployments, Deployment(
            "apps-v1", """{"conditions":[{"type":"ReplicaFailure","status":"True","message":"violates PodSecurity"}]}"""));
        var wait = new ReadyWait(server.Api, s_lab, TimeProvider.System);

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => wait.WaitAsync(s_lab.Steps[0], TimeSpan.FromMinutes(1), Token));

        Assert.Contains("Deployment 'apps-v1' gets no pods: violates PodSecurity", thrown.Message, StringComparison.Ordinal);
        Assert.StartsWith("0/0 pods ready; Deployment 'apps-v1' gets no pods", wait.State, StringComparison.Ordinal);
    }

    private static string Deployment(string name, string status) =>
        $$"""{"metadata":{"name":"{{name}}","generation":1},"spec":{"replicas":1},"status":{{status}} }""";
}
