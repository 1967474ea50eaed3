using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>The AppHost of this repository, run once for all tests that look at it; its environment is in a folder of its own.</summary>
public sealed class RunningAppHost : IAsyncDisposable
{
    /// <summary>How long anything may take on a machine that is busy with other tests.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lazy<Task<DistributedApplication>> _app;
    private readonly string _home = Directory.CreateTempSubdirectory("istiolab-apphost-").FullName;

    public RunningAppHost() => _app = new Lazy<Task<DistributedApplication>>(() => StartAsync(_home, "embedded", CancellationToken.None));

    /// <summary>The AppHost; the first who asks starts it.</summary>
    public async Task<DistributedApplication> ReadyAsync()
    {
        var app = await _app.Value;
        await app.ResourceNotifications.WaitForResourceHealthyAsync("lab").WaitAsync(Patience);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app.IsValueCreated)
        {
            await (await _app.Value).DisposeAsync();
        }

        Directory.Delete(_home, recursive: true);
    }

    public static async Task<DistributedApplication> StartAsync(string home, string cluster, CancellationToken cancellationToken)
    {
        var app = await BuildAsync(home, cluster, new Dictionary<string, string>(), cancellationToken);
        await app.StartAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return app;
    }

    /// <summary>The AppHost before its start; the cluster's process has some variables of its own.</summary>
    public static async Task<DistributedApplication> BuildAsync(
        string home, string cluster, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--ISTIOLAB_HOME={home}", $"--IstioLab:Cluster={cluster}"], cancellationToken);
        var process = builder.CreateResourceBuilder(builder.Resources.OfType<IstioLabClusterResource>().Single());
        foreach (var (name, value) in variables)
        {
            process.WithEnvironment(name, value);
        }

        return await builder.BuildAsync(cancellationToken);
    }
}
