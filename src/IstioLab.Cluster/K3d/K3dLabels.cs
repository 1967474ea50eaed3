namespace IstioLab.Cluster.K3d;

/// <summary>Labels by which clusters, networks and volumes of ours are told from a user's own.</summary>
internal static class K3dLabels
{
    /// <summary>Carries the run that made a container.</summary>
    public const string CreatedBy = "app.istiolab.dev/created-by";

    /// <summary>k3d's own label with the cluster's name.</summary>
    public const string Cluster = "k3d.cluster";
}
