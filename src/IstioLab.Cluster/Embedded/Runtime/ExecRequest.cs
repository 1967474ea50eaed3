using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>A command to run in a running container.</summary>
/// <param name="Command">Executable and arguments.</param>
/// <param name="Stdin">What the caller types; <see langword="null"/> is an empty input.</param>
/// <param name="Stdout">Standard output; with a terminal, everything. Flushed after each write.</param>
/// <param name="Stderr">Standard error; <see langword="null"/> discards it, or a terminal has it in <paramref name="Stdout"/>.</param>
/// <param name="Tty">Whether a terminal stands between caller and command.</param>
/// <param name="Resizes">The terminal's size, whenever it changes.</param>
internal sealed record ExecRequest(
    IReadOnlyList<string> Command,
    Stream? Stdin,
    Stream Stdout,
    Stream? Stderr,
    bool Tty = false,
    ChannelReader<TerminalSize>? Resizes = null);
