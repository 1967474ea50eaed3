namespace IstioLab.Labs.Resources;

/// <summary>A kind whose objects are shown.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Path">Where the API has all its objects.</param>
internal sealed record MirroredKind(string Kind, string Path)
{
    public static IReadOnlyList<MirroredKind> All { get; } =
    [
        new("Namespace", "api/v1/namespaces"),
        new("Pod", "api/v1/pods"),
        new("Service", "api/v1/services"),
        new("Deployment", "apis/apps/v1/deployments"),
        new("VirtualService", "apis/networking.istio.io/v1/virtualservices"),
        new("DestinationRule", "apis/networking.istio.io/v1/destinationrules"),
        new("WorkloadEntry", "apis/networking.istio.io/v1/workloadentries"),
    ];
}
