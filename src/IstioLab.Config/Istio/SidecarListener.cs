using System.Collections.Immutable;

namespace IstioLab.Config.Istio;

/// <summary>An egress listener of a Sidecar as written.</summary>
internal sealed record SidecarListener
{
    /// <summary>The port; <see langword="null"/> for the listener of all ports.</summary>
    public int? Port { get; init; }

    public string Protocol { get; init; } = "";

    public string Bind { get; init; } = "";

    public string CaptureMode { get; init; } = "";

    public ImmutableArray<string> Hosts { get; init; } = [];
}
