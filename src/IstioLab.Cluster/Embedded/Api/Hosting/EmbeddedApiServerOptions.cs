using IstioLab.Cluster.Embedded.Api.Admission;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IstioLab.Cluster.Embedded.Api.Hosting;

/// <summary>How an embedded API server runs.</summary>
internal sealed record EmbeddedApiServerOptions
{
    /// <summary>The name of the environment; the kubeconfig's context is <c>istiolab-NAME</c>.</summary>
    public string Name { get; init; } = "default";

    /// <summary>A folder that only its owner can read, for CA, keys, port and kubeconfig. What is there is used again.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the kubeconfig is written. Default: <c>kubeconfig</c> in the folder.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>The loopback port; null takes the one of an earlier run if it is free, else any.</summary>
    public int? Port { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Decides uids, generated names and addresses.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where node ports come from. Default: numbers on which nobody listens.</summary>
    public INodePorts? NodePorts { get; init; }

    /// <summary>The reported Kubernetes release.</summary>
    public KubernetesVersion Version { get; init; } = KubernetesVersion.Reference;

    /// <summary>More steps of the admission chain, after the built-in ones.</summary>
    public IReadOnlyList<IAdmission> Admission { get; init; } = [];

    /// <summary>The way into pods; null when no pods run.</summary>
    public PodStreams? Streams { get; init; }

    /// <summary>Where failures of the server itself go. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Whether Istio's CRDs are installed at the start.</summary>
    public bool InstallIstio { get; init; } = true;

    /// <summary>
    /// The resources of the group <c>*.istio.io</c> that have an effect; writes to the others answer with a warning that they are stored alone.
    /// </summary>
    public IReadOnlySet<string> ActiveIstioResources { get; init; } =
        new HashSet<string>(
            [
                "virtualservices.networking.istio.io", "gateways.networking.istio.io", "destinationrules.networking.istio.io",
                "serviceentries.networking.istio.io", "sidecars.networking.istio.io", "workloadentries.networking.istio.io",
            ],
            StringComparer.Ordinal);
}
