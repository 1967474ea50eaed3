namespace IstioLab.Cluster.Docker;

/// <summary>Something of a k3d cluster that Docker has.</summary>
/// <param name="Kind"><c>container</c>, <c>volume</c> or <c>network</c>.</param>
/// <param name="Name">Its name.</param>
internal sealed record DockerLeftover(string Kind, string Name)
{
    public override string ToString() => $"{Kind} '{Name}'";
}
