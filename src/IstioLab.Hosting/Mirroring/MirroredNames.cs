namespace IstioLab.Hosting.Mirroring;

/// <summary>The names of the neutral resources that are no objects of the cluster.</summary>
internal static class MirroredNames
{
    public const string Cluster = "cluster";
    public const string Istio = "istio";
}
