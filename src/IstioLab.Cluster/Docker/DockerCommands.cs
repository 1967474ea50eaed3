namespace IstioLab.Cluster.Docker;

/// <summary>The arguments of every docker call that is made, in one place.</summary>
internal static class DockerCommands
{
    private static readonly string[] s_states = ["created", "restarting", "running", "removing", "paused", "exited", "dead"];

    public static IReadOnlyList<string> Info { get; } = ["info"];

    /// <summary>A filter by state shows containers that do not run, as <c>--all</c> would.</summary>
    public static IReadOnlyList<string> Containers(string cluster) =>
        ["ps", "--filter", Label(cluster), .. s_states.SelectMany(state => (string[])["--filter", $"status={state}"])];

    public static IReadOnlyList<string> Volumes(string cluster) => ["volume", "ls", "--filter", Label(cluster)];

    /// <summary>k3d gives its networks no label with the cluster's name.</summary>
    public static IReadOnlyList<string> Networks(string cluster) => ["network", "ls", "--filter", $"name=k3d-{cluster}"];

    public static IReadOnlyList<string> Kill(string container) => ["kill", container];

    public static IReadOnlyList<string> Remove(DockerLeftover leftover) => leftover.Kind == "container" ? ["rm", leftover.Name] : [leftover.Kind, "rm", leftover.Name];

    public static IReadOnlyList<string> Pull(string image) => ["pull", image];

    public static IReadOnlyList<string> Tag(string image, string name) => ["tag", image, name];

    public static IReadOnlyList<string> Logs(string container) => ["logs", container];

    private static string Label(string cluster) => $"label=k3d.cluster={cluster}";
}
