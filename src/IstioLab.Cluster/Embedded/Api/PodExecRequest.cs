using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>A command to run in a container, or (with no command) an attachment to its main process.</summary>
internal sealed record PodExecRequest
{
    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Pod { get; init; }

    /// <summary>The container, resolved by the API server.</summary>
    public required string Container { get; init; }

    /// <summary>Command and arguments; empty for attach.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Standard input, ending when the client closes it; null when not asked for.</summary>
    public Stream? Stdin { get; init; }

    /// <summary>Where standard output goes; null when not asked for.</summary>
    public Stream? Stdout { get; init; }

    /// <summary>Where standard error goes; null when not asked for or with a terminal.</summary>
    public Stream? Stderr { get; init; }

    /// <summary>Whether the command gets a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Changes of the terminal's size; null without a terminal.</summary>
    public ChannelReader<TerminalSize>? Resizes { get; init; }
}
