using System.Collections.Frozen;
using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>What an image brings: programs, files and defaults.</summary>
internal sealed record ContainerImage
{
    /// <summary>One line on what runs instead of the real image.</summary>
    public required string Title { get; init; }

    /// <summary>Executable and first arguments, unless the pod has a <c>command</c>.</summary>
    public IReadOnlyList<string> EntryPoint { get; init; } = [];

    /// <summary>Arguments, unless the pod has <c>command</c> or <c>args</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment of the image.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Working directory.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Ports that the program serves by itself, for people who ask.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Programs by name.</summary>
    public required FrozenDictionary<string, IProgram> Programs { get; init; }

    /// <summary>The files, shared by all containers of the image and copied on the first change.</summary>
    public required FolderNode Root { get; init; }
}
