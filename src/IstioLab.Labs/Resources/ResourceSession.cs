using IstioLab.Labs.Api;
using IstioLab.Labs.Resources.Commands;

namespace IstioLab.Labs.Resources;

/// <summary>A cluster as resources: what they are, what they write and what can be done with them. All of it through the Kubernetes API.</summary>
public sealed class ResourceSession : IAsyncDisposable
{
    private ResourceSession(ResourceHub hub, ResourceLogs logs, ResourceCommands commands)
    {
        Hub = hub;
        Logs = logs;
        Commands = commands;
    }

    /// <summary>The resources and their changes.</summary>
    public ResourceHub Hub { get; }

    /// <summary>Their output.</summary>
    public ResourceLogs Logs { get; }

    /// <summary>Their commands.</summary>
    public ResourceCommands Commands { get; }

    /// <summary>Begins to watch a cluster. It need not answer yet.</summary>
    /// <param name="api">The cluster; it stays the caller's, and must outlive the session.</param>
    /// <param name="info">What the cluster's own resources show, and the labs.</param>
    /// <param name="time">The clock.</param>
    public static ResourceSession Start(KubeApi api, ClusterInfo info, TimeProvider time)
    {
        var cluster = new KubeClusterApi(api);
        var hub = ResourceHub.Start(cluster, info, time);
        var labs = new ActiveLabs(api, info, time);
        IEnumerable<IResourceCommand> commands =
        [
            .. ResourceCommands.ForObjects(cluster, time),
            new SendCommand(api, info.Labs),
            new ExplainCommand(api, info),
            new OpenGatewayCommand(),
            new NextStepCommand(labs),
            new CheckCommand(labs),
            new ResetCommand(labs),
        ];
        return new ResourceSession(hub, new ResourceLogs(cluster, hub, time), new ResourceCommands(hub, commands));
    }

    /// <summary>Ends the watches.</summary>
    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
