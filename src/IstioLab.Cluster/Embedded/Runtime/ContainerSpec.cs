using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>Everything that a container starts from.</summary>
internal sealed record ContainerSpec
{
    /// <summary>Name of the pod.</summary>
    public required string PodName { get; init; }

    /// <summary>Namespace of the pod.</summary>
    public required string PodNamespace { get; init; }

    /// <summary>Name of the container within the pod.</summary>
    public required string Name { get; init; }

    /// <summary>Image as the pod names it.</summary>
    public required string Image { get; init; }

    /// <summary>The pod's <c>command</c>: replaces the image's entry point and its arguments. Empty means not set.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The pod's <c>args</c>: replaces the image's arguments. Empty means not set.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The pod's environment, in order, with references already expanded. The image's own variables come first.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Working directory; <see langword="null"/> is the image's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Process 1 has a standard input that stays open.</summary>
    public bool Stdin { get; init; }

    /// <summary>The standard input closes when the first one who is attached goes.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>Process 1 runs on a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Host name of the pod; <see langword="null"/> is <see cref="PodName"/>.</summary>
    public string? Hostname { get; init; }

    /// <summary>Folders that are mounted into the container's files.</summary>
    public IReadOnlyList<VolumeMount> Mounts { get; init; } = [];

    /// <summary>Further lines of /etc/hosts (<c>hostAliases</c>).</summary>
    public IReadOnlyList<string> HostAliases { get; init; } = [];

    /// <summary>The pod's place in the pod network; all containers of the pod share it.</summary>
    public required IPodInterface Network { get; init; }

    /// <summary>The pod's name resolution.</summary>
    public required IPodResolver Resolver { get; init; }
}
