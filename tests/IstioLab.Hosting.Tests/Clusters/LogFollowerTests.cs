using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Clusters;
using IstioLab.Hosting.Tests.Model;
using IstioLab.Labs.Resources;
using IstioLab.Labs.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace IstioLab.Hosting.Tests.Clusters;

/// <summary>The logs of pods, which are read while somebody looks.</summary>
public sealed class LogFollowerTests
{
    private const string Log = "api/v1/namespaces/nolen/pods/one/log";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly ClusterInfo s_info = new("embedded", "default", "1.36", "1.30", new Uri("https://127.0.0.1:1"), "", DateTimeOffset.UnixEpoch);

    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pod_is_read_when_somebody_looks_whether_it_is_known_before_or_after(bool knownFirst)
    {
        await using var app = Build();
        await using var hub = await StartAsync();
        var loggers = app.Services.GetRequiredService<ResourceLoggerService>();
        await using var logs = new LogFollower(new ResourceLogs(_cluster, hub, TimeProvider.System), loggers);
        var pod = new KubernetesObjectResource("one", "Pod", "pod-nolen-one", app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IstioLabClusterResource>().Single());
        if (knownFirst)
        {
            logs.Follow([("pod-nolen-one", pod)]);
        }

        var looking = FirstLineAsync(loggers, pod);
        if (!knownFirst)
        {
            await SeenAsync(loggers, pod.Name);
            logs.Follow([("pod-nolen-one", pod)]);
        }

        await _cluster.WriteAsync(Log, "2026-01-02T03:04:05.1Z hello world");

        Assert.EndsWith("hello world", await looking.WaitAsync(s_patience, Token), StringComparison.Ordinal);
    }

    private static async Task<string> FirstLineAsync(ResourceLoggerService loggers, IResource resource)
    {
        await foreach (var lines in loggers.WatchAsync(resource).WithCancellation(Token))
        {
            foreach (var line in lines)
            {
                return line.Content;
            }
        }

        return "";
    }

    /// <summary>Waits until the service tells of somebody who looks.</summary>
    private static async Task SeenAsync(ResourceLoggerService loggers, string name)
    {
        await foreach (var subscriber in loggers.WatchAnySubscribersAsync(Token))
        {
            if (subscriber.Name == name && subscriber.AnySubscribers)
            {
                return;
            }
        }
    }

    private static DistributedApplication Build()
    {
        var builder = ModelBuilder.Create();
        builder.AddEmbeddedCluster("lab");
        return builder.Build();
    }

    private async Task<ResourceHub> StartAsync()
    {
        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("one", "c"));
        var hub = ResourceHub.Start(_cluster, s_info, TimeProvider.System);
        using var subscription = hub.Subscribe();
        while (hub.Find("pod-nolen-one") is null)
        {
            await subscription.Changes.WaitToReadAsync(Token).AsTask().WaitAsync(s_patience, Token);
            while (subscription.Changes.TryRead(out _))
            {
            }
        }

        return hub;
    }
}
