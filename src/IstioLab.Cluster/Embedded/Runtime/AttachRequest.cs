using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>A wish to see and use the console of process 1.</summary>
/// <param name="Stdin">What the caller types; used when the container has a standard input.</param>
/// <param name="Stdout">Gets standard output; with a terminal, everything.</param>
/// <param name="Stderr">Gets standard error.</param>
/// <param name="Resizes">The terminal's size, whenever it changes.</param>
internal sealed record AttachRequest(Stream? Stdin, Stream? Stdout, Stream? Stderr, ChannelReader<TerminalSize>? Resizes = null);
